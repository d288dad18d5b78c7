package io.petty.api;

import io.petty.api.access.AccessSurface;
import io.petty.api.access.RateLimitSettings;
import io.petty.api.connection.ConnectionLimits;
import io.petty.lake.DatabaseLimits;
import io.petty.lake.LookupLimits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the service itself, below {@code petty.api}.
 *
 * @param address that requests are taken at; loopback unless set
 * @param port 0 for any that is free
 * @param url what the service is called from outside, for sign-in links; null for address and port
 * @param managementAddress that health and figures are served at
 * @param managementPort of those; 0 for any that is free
 * @param refresh how often publications are looked at again, at least 100 ms
 * @param lookupMemory how much of what is known of the tables' files is kept in memory, in mebibytes, at least 8
 * @param copySpace how much disk in the home copies of a lake's files on S3 may take, in mebibytes, at least 64
 * @param requestLimit how long a request may take, at least 5 s, since each wait for the database is a share of it
 * @param threads how many requests are answered at once, at least 1
 * @param trustedProxies a regular expression for addresses of proxies whose word on the client's address counts; null for
 *     none
 * @param allowedOrigins see {@link AccessSurface}
 * @param audit {@code denied} for a record of who was refused, {@code all} for one of everybody
 * @param rateLimits how often who may ask
 * @param connections what slow clients may take
 */
record ApiSettings(
        String address,
        int port,
        @Nullable URI url,
        String managementAddress,
        int managementPort,
        Duration refresh,
        int lookupMemory,
        int copySpace,
        Duration requestLimit,
        int threads,
        @Nullable String trustedProxies,
        List<String> allowedOrigins,
        Audit audit,
        RateLimitSettings rateLimits,
        ConnectionLimits connections) {
    static final ApiSettings DEFAULTS = new ApiSettings(
            "127.0.0.1",
            8080,
            null,
            "127.0.0.1",
            8081,
            Duration.ofSeconds(1),
            96,
            4096,
            Duration.ofSeconds(20),
            64,
            null,
            List.of(),
            Audit.DENIED,
            RateLimitSettings.DEFAULTS,
            ConnectionLimits.DEFAULTS);

    private static final int MEBIBYTE = 20;
    private static final int MOST_PORT = 65_535;

    enum Audit {
        DENIED,
        ALL
    }

    /** @throws IllegalArgumentException that names the property which makes no sense */
    ApiSettings {
        checkPort("port", port);
        checkPort("management-port", managementPort);
        if (url != null
                && (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?"))) {
            throw new IllegalArgumentException(
                    "petty.api.url must be an http or https address such as https://petty.example.org, but is " + url);
        }
        if (refresh.toMillis() < 100) {
            throw new IllegalArgumentException("petty.api.refresh must be at least 100ms, but is " + refresh);
        }
        if (lookupMemory < 8) {
            throw new IllegalArgumentException("petty.api.lookup-memory must be at least 8, but is " + lookupMemory);
        }
        if (copySpace < 64) {
            throw new IllegalArgumentException("petty.api.copy-space must be at least 64, but is " + copySpace);
        }
        if (requestLimit.compareTo(DatabaseLimits.LEAST_REQUEST) < 0) {
            throw new IllegalArgumentException("petty.api.request-limit must be at least 5s, but is " + requestLimit);
        }
        if (threads < 1) {
            throw new IllegalArgumentException("petty.api.threads must be at least 1, but is " + threads);
        }
        checkPattern(trustedProxies);
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    private static void checkPattern(@Nullable String pattern) {
        try {
            Pattern.compile(pattern == null ? "" : pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "petty.api.trusted-proxies must be a regular expression for addresses: " + e.getDescription(), e);
        }
    }

    private static void checkPort(String name, int port) {
        if (port < 0 || port > MOST_PORT) {
            throw new IllegalArgumentException(
                    "petty.api.%s must be from 0 to %d, but is %d".formatted(name, MOST_PORT, port));
        }
    }

    /** What look-ups may take; a lake on S3 has copies of its files in the home. */
    LookupLimits lookupLimits(Path home) {
        return new LookupLimits((long) lookupMemory << MEBIBYTE, home.resolve("served"), (long) copySpace << MEBIBYTE);
    }

    AccessSurface surface() {
        return new AccessSurface(allowedOrigins, audit == Audit.ALL);
    }
}
