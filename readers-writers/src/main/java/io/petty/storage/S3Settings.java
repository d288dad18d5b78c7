package io.petty.storage;

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
 */
public record S3Settings(@Nullable URI endpoint, @Nullable String region, boolean pathStyle, Duration timeout) {
    /** Silence after which a request is tried again, unless asked for otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private static final Pattern REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    /** AWS itself, in the region of the environment. */
    public static final S3Settings AWS = new S3Settings(null, null, false, DEFAULT_TIMEOUT);

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

    /** With the default timeout. */
    public S3Settings(@Nullable URI endpoint, @Nullable String region, boolean pathStyle) {
        this(endpoint, region, pathStyle, DEFAULT_TIMEOUT);
    }

    private static IllegalArgumentException badEndpoint(URI endpoint, String why) {
        return new IllegalArgumentException("'" + endpoint + "' is not an S3 endpoint: " + why
                + "; give one such as http://127.0.0.1:9000, or none for AWS");
    }
}
