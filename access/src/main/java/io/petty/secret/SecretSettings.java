package io.petty.secret;

import io.petty.settings.SettingChecks;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where secrets are kept. Credentials for AWS are none of this: they come from where every AWS program looks for them.
 *
 * @param store {@code local} for a file of the home, or {@code aws} for AWS Secrets Manager
 * @param keyFile the key of the files that Petty encrypts; null for {@code secrets.key} in the home
 * @param prefix of the secrets' names in Secrets Manager, such as {@code petty/}
 * @param endpoint an http or https address that speaks as Secrets Manager does; null for AWS itself
 * @param region null to take it from where every AWS program looks, else, with an endpoint, {@code us-east-1}
 * @param timeToLive for how long a secret counts as known before it is asked for again; at least a second
 * @param staleLimit for how long the last good value stands in while Secrets Manager doesn't answer; at least the time to
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

    /** In a file of the home. */
    public static final SecretSettings LOCAL =
            new SecretSettings("local", null, "petty/", null, null, Duration.ofMinutes(5), Duration.ofHours(24));

    /** @throws IllegalArgumentException that names the property which makes no sense */
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

    /** Whether secrets are kept in AWS Secrets Manager. */
    boolean isAws() {
        return store.equals("aws");
    }

    Path keyFile(Path home) {
        return keyFile == null ? home.resolve("secrets.key") : keyFile;
    }
}
