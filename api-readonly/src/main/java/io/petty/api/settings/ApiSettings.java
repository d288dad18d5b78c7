package io.petty.api.settings;

import static io.petty.api.settings.Bounds.atLeast;

import io.petty.lake.LookupLimits;
import io.petty.lake.database.DatabaseLimits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

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
 * @param trustedProxies for addresses of proxies whose word on the client's address counts; null for
 *     none
 * @param allowedOrigins whose pages may read the API, such as {@code https://example.org}; none for no other's
 * @param audit {@code denied} for a record of who was refused, {@code all} for one of everybody
 * @param rateLimits how often who may ask
 * @param connections what slow clients may take
 */
public record ApiSettings(
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("8080") int port,
        @Nullable URI url,
        @DefaultValue("127.0.0.1") String managementAddress,
        @DefaultValue("8081") int managementPort,
        @DefaultValue("1s") Duration refresh,
        @DefaultValue("96") int lookupMemory,
        @DefaultValue("4096") int copySpace,
        @DefaultValue("20s") Duration requestLimit,
        @DefaultValue("64") int threads,
        @Nullable Pattern trustedProxies,
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue("denied") Audit audit,
        @DefaultValue RateLimitSettings rateLimits,
        @DefaultValue ConnectionLimits connections) {
    private static final int MEBIBYTE = 20;
    private static final int MOST_PORT = 65_535;

    /** Which requests are recorded. */
    public enum Audit {
        DENIED,
        ALL
    }

    /** @throws IllegalArgumentException that names the property which makes no sense */
    public ApiSettings {
        checkPort("petty.api.port", port);
        checkPort("petty.api.management-port", managementPort);
        Assert.isTrue(
                url == null
                        || (url.getHost() != null
                                && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))),
                "petty.api.url must be an http or https address such as https://petty.example.org, but is " + url);
        atLeast("petty.api.refresh", Duration.ofMillis(100), refresh);
        atLeast("petty.api.lookup-memory", 8, lookupMemory);
        atLeast("petty.api.copy-space", 64, copySpace);
        atLeast("petty.api.request-limit", DatabaseLimits.LEAST_REQUEST, requestLimit);
        atLeast("petty.api.threads", 1, threads);
        allowedOrigins = List.copyOf(allowedOrigins);
        for (String origin : allowedOrigins) {
            Assert.isTrue(
                    origin.matches("https?://[^/*]+"),
                    "petty.api.allowed-origins must be origins such as https://example.org, but one is " + origin);
        }
    }

    private static void checkPort(String property, int port) {
        Assert.isTrue(
                port >= 0 && port <= MOST_PORT,
                "%s must be from 0 to %d, but is %d".formatted(property, MOST_PORT, port));
    }

    /** What look-ups may take; a lake on S3 has copies of its files in the home. */
    public LookupLimits lookupLimits(Path home) {
        return new LookupLimits((long) lookupMemory << MEBIBYTE, home.resolve("served"), (long) copySpace << MEBIBYTE);
    }
}
