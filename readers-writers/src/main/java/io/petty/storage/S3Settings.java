package io.petty.storage;

import io.petty.settings.SettingChecks;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The connection to an S3 store. Credentials aren't part of it; they come from the usual sources of AWS programs
 * (environment, profile, container or instance role).
 *
 * @param endpoint an http or https address of a store other than AWS, without a query; null for AWS itself
 * @param region null to use the region from the usual AWS sources, or {@code us-east-1} if they have none and an
 *     endpoint is set
 * @param pathStyle whether the bucket is in the path, not in the host name; most stores other than AWS require that
 * @param timeout how long a connection may be silent before the request counts as failed and is retried; at least 100
 *     ms
 * @param checksums when checksums are sent and verified. {@code when-required}: only where S3 requires them. {@code
 *     when-supported}: also after the body of each upload, which stores other than AWS may reject. Null to use the
 *     usual AWS sources, or {@code when-supported} if they have no value
 */
public record S3Settings(
        @Nullable URI endpoint,
        @Nullable String region,
        boolean pathStyle,
        Duration timeout,
        @Nullable String checksums)
        implements Serializable {
    private static final Pattern REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private static final List<String> CHECKSUMS = List.of("when-required", "when-supported");

    /** AWS itself, in the region of the environment. */
    public static final S3Settings AWS = new S3Settings(null, null, false, Duration.ofSeconds(30), null);

    /** @throws IllegalArgumentException if a property is invalid; the message names it */
    public S3Settings {
        SettingChecks.httpAddress("petty.s3.endpoint", endpoint, "http://127.0.0.1:9000");
        if (region != null && !REGION.matcher(region).matches()) {
            throw new IllegalArgumentException(
                    "petty.s3.region must be a region's name such as eu-central-1, but is '" + region + "'");
        }
        SettingChecks.atLeast("petty.s3.timeout", timeout, Duration.ofMillis(100));
        if (checksums != null && !CHECKSUMS.contains(checksums)) {
            throw new IllegalArgumentException(
                    "petty.s3.checksums must be when-required or when-supported, but is '" + checksums + "'");
        }
    }
}
