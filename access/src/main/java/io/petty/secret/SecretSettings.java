package io.petty.secret;

import io.petty.settings.SettingChecks;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the store of secrets. AWS credentials aren't part of them: they come from the AWS SDK's default
 * chain.
 *
 * @param store {@code local} for a file of the home, or {@code aws} for AWS Secrets Manager
 * @param keyFile the key of the encrypted files; null for {@code secrets.key} in the home
 * @param prefix the prefix of the secrets' names in Secrets Manager, such as {@code petty/}
 * @param endpoint the http or https address of a service that implements the protocol of Secrets Manager; null for AWS
 * @param region null for the region of the environment. If the environment has none and an endpoint is set,
 *     {@code us-east-1} is used.
 * @param timeToLive the age at which a secret is read again; at least a second
 * @param staleLimit the maximum age of a secret that is used while Secrets Manager doesn't answer; at least the time to
 *     live
 */
public record SecretSettings(
        String store,
        @Nullable Path keyFile,
        String prefix,
        @Nullable URI endpoint,
        @Nullable String region,
        Duration timeToLive,
        Duration staleLimit) {
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9/_+=.@-]{0,256}");
    private static final Pattern REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    /** Secrets in an encrypted file of the home. */
    public static final SecretSettings LOCAL =
            new SecretSettings("local", null, "petty/", null, null, Duration.ofMinutes(5), Duration.ofHours(24));

    /** @throws IllegalArgumentException if a value is invalid; the message names the property */
    public SecretSettings {
        if (!store.equals("local") && !store.equals("aws")) {
            throw new IllegalArgumentException("petty.secrets.store must be local or aws, but is " + store);
        }
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "petty.secrets.prefix must be at most 256 letters, digits and /_+=.@- but is '" + prefix + "'");
        }
        SettingChecks.httpAddress("petty.secrets.endpoint", endpoint, "http://127.0.0.1:4566");
        if (region != null && !REGION.matcher(region).matches()) {
            throw new IllegalArgumentException(
                    "petty.secrets.region must be a region's name such as eu-central-1, but is '" + region + "'");
        }
        SettingChecks.atLeast("petty.secrets.time-to-live", timeToLive, Duration.ofSeconds(1));
        if (staleLimit.compareTo(timeToLive) < 0) {
            throw new IllegalArgumentException("petty.secrets.stale-limit must be at least petty.secrets.time-to-live, "
                    + timeToLive + ", but is " + staleLimit);
        }
    }

    boolean isAws() {
        return store.equals("aws");
    }

    Path keyFile(Path home) {
        return keyFile == null ? home.resolve("secrets.key") : keyFile;
    }
}
