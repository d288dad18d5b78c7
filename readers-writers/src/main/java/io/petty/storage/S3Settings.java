package io.petty.storage;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the S3 store. Credentials are none of this: they come from where every AWS program looks for them
 * (environment, profile, container or instance role).
 *
 * @param endpoint an http or https address of a store other than AWS, without a query; null for AWS itself
 * @param region null to take it from where every AWS program looks, else, with an endpoint, {@code us-east-1}
 * @param pathStyle whether the bucket is named in the path, not in the host name; most stores other than AWS want that
 * @param timeout how long a connection may be silent before the request counts as failed, and is tried again
 * @param checksums when checksums are sent and compared besides those that S3 prescribes; null to take it from where every
 *     AWS program looks, else whenever S3 knows them
 */
public record S3Settings(
        @Nullable URI endpoint,
        @Nullable String region,
        boolean pathStyle,
        Duration timeout,
        @Nullable Checksums checksums)
        implements Serializable {
    /** When checksums are sent and compared. */
    public enum Checksums {
        /** Whenever S3 knows them: behind the body of each upload, which stores other than AWS may refuse. */
        WHEN_SUPPORTED,
        /** Only where S3 prescribes them. */
        WHEN_REQUIRED;

        /**
         * Reads {@code when-supported} or {@code when-required}; null stays null.
         *
         * @throws IllegalArgumentException for any other text
         */
        public static @Nullable Checksums of(@Nullable String text) {
            if (text == null) {
                return null;
            }
            return switch (text) {
                case "when-supported" -> WHEN_SUPPORTED;
                case "when-required" -> WHEN_REQUIRED;
                default ->
                    throw new IllegalArgumentException(
                            "checksums must be when-required or when-supported, but is '" + text + "'");
            };
        }
    }

    /** Silence after which a request is tried again, unless asked for otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private static final Pattern REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    /** AWS itself, in the region of the environment. */
    public static final S3Settings AWS = new S3Settings(null, null, false, DEFAULT_TIMEOUT, null);

    /** @throws IllegalArgumentException when endpoint or region can't be one, saying why */
    public S3Settings {
        if (timeout.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException("The timeout must be at least 100ms, but is " + timeout);
        }
        if (endpoint != null) {
            String scheme = endpoint.getScheme();
            if (scheme == null || !(scheme.equals("http") || scheme.equals("https")) || endpoint.getHost() == null) {
                throw badEndpoint(endpoint, "it is not an http or https address");
            }
            if (endpoint.getRawUserInfo() != null) {
                // Not repeated in the message, as it may be a secret.
                throw new IllegalArgumentException("The S3 endpoint can't hold a user or password: credentials come"
                        + " from the environment, a profile or a role");
            }
            if (endpoint.getRawQuery() != null || endpoint.getRawFragment() != null) {
                throw badEndpoint(endpoint, "it has a query or a fragment");
            }
        }
        if (region != null && !REGION.matcher(region).matches()) {
            throw new IllegalArgumentException(
                    "'" + region + "' is not a region's name; give one such as eu-central-1, or none");
        }
    }

    /** With the default timeout and checksums. */
    public S3Settings(@Nullable URI endpoint, @Nullable String region, boolean pathStyle) {
        this(endpoint, region, pathStyle, DEFAULT_TIMEOUT, null);
    }

    private static IllegalArgumentException badEndpoint(URI endpoint, String why) {
        return new IllegalArgumentException("'" + endpoint + "' is not an S3 endpoint: " + why
                + "; give one such as http://127.0.0.1:9000, or none for AWS");
    }
}
