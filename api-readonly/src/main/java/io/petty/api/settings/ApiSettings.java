package io.petty.api.settings;

import static io.petty.settings.SettingChecks.atLeast;

import io.petty.lake.LookupLimits;
import io.petty.lake.database.DatabaseLimits;
import io.petty.settings.SettingChecks;
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
 * @param address the address to listen on; loopback by default
 * @param port 0 for any free port
 * @param url the address of the service for clients, used in sign-in links; null for address and port
 * @param managementAddress the address of health and metrics
 * @param managementPort the port of health and metrics; 0 for any free port
 * @param refresh the interval at which publications are read again, at least 100 ms
 * @param freshnessLog the interval at which the age of the newest published day is logged, at least 1 s; null for never
 * @param lookupMemory the memory for cached metadata of the tables' files, in mebibytes, at least 8
 * @param copySpace the disk space in the home for copies of a lake's files on S3, in mebibytes, at least 64
 * @param requestLimit the time limit of a request, at least 5 s, since each wait for the database is a share of it
 * @param threads the number of requests that are handled at the same time, at least 1
 * @param trustedProxies matches the addresses of proxies whose forwarded client address is trusted; null for none
 * @param allowedOrigins the other origins whose pages may read the API, such as {@code https://example.org}
 * @param audit {@code denied} to log refused requests, {@code all} to log allowed ones too
 * @param rateLimits the limits on the number of requests
 * @param connections the limits on connections and slow clients
 */
public record ApiSettings(
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("8080") int port,
        @Nullable URI url,
        @DefaultValue("127.0.0.1") String managementAddress,
        @DefaultValue("8081") int managementPort,
        @DefaultValue("1s") Duration refresh,
        @Nullable Duration freshnessLog,
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

    /** The requests in the audit log. */
    public enum Audit {
        DENIED,
        ALL
    }

    /** @throws IllegalArgumentException if a value is invalid; the message names the property */
    public ApiSettings {
        SettingChecks.port("petty.api.port", port);
        SettingChecks.port("petty.api.management-port", managementPort);
        SettingChecks.httpAddress("petty.api.url", url, "https://petty.example.org");
        atLeast("petty.api.refresh", refresh, Duration.ofMillis(100));
        if (freshnessLog != null) {
            atLeast("petty.api.freshness-log", freshnessLog, Duration.ofSeconds(1));
        }
        atLeast("petty.api.lookup-memory", lookupMemory, 8);
        atLeast("petty.api.copy-space", copySpace, 64);
        atLeast("petty.api.request-limit", requestLimit, DatabaseLimits.LEAST_REQUEST);
        atLeast("petty.api.threads", threads, 1);
        allowedOrigins = List.copyOf(allowedOrigins);
        for (String origin : allowedOrigins) {
            Assert.isTrue(
                    origin.matches("https?://[^/*]+"),
                    "petty.api.allowed-origins must be origins such as https://example.org, but one is " + origin);
        }
    }

    /** Returns the limits of lookups, with the folder in the home for copies of a lake's files on S3. */
    public LookupLimits lookupLimits(Path home) {
        return new LookupLimits((long) lookupMemory << MEBIBYTE, home.resolve("served"), (long) copySpace << MEBIBYTE);
    }
}
