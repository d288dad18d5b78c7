package io.petty.browser;

import io.petty.access.AccessHome;
import io.petty.access.Permission;
import io.petty.lake.database.DatabaseSettings;
import io.petty.systemtests.PettyHome;
import io.petty.systemtests.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The sample data and the days around clock changes, computed and served once for all test classes.
 */
final class Served {
    static final String BISCUIT = "BISCUIT-01";
    static final String LUNA = "LUNA-01";
    static final String MOCHI = "MOCHI-01";

    static final String OWNER = "owner";

    /** A day with feedback: of 14 events of BISCUIT-01, 6 are confirmed and 3 rejected. */
    static final String REVIEWED = "2026-11-17";

    /** The newest day. */
    static final String NEWEST = "2026-11-21";

    private static final String UNLIMITED = "1000000";
    private static final Path SAMPLE = Path.of("..", "sample-data");
    private static final Served INSTANCE = new Served();

    private final PettyHome home;
    private final ServiceProcess service;

    private Served() {
        try {
            Path folder = Files.createDirectories(Path.of("target", "browser"));
            home = new PettyHome(Files.createTempDirectory(folder, "home"));
            Path raw = Files.createTempDirectory(folder, "raw");
            copySample(raw);
            ClockChangeDays.write(raw);
            home.command("run", "--raw", raw);
            home.command("run", "--feedback", SAMPLE.resolve("feedback"));
            home.command("rerun", "--date", REVIEWED);
            service = start(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(service::close));
    }

    private static void copySample(Path raw) throws IOException {
        Path sample = SAMPLE.resolve("raw");
        try (Stream<Path> paths = Files.walk(sample)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                Path copy = raw.resolve(sample.relativize(path));
                Files.createDirectories(copy.getParent());
                Files.copy(path, copy);
            }
        }
    }

    static PettyHome home() {
        return INSTANCE.home;
    }

    private static ServiceProcess start(PettyHome home) throws IOException {
        return ServiceProcess.start(
                home,
                Map.of(
                        // The tests must never reach the rate limits.
                        "PETTY_API_RATE_LIMITS_SIGN_IN_PER_MINUTE",
                        UNLIMITED,
                        "PETTY_API_RATE_LIMITS_ADDRESS_PER_SECOND",
                        UNLIMITED,
                        "PETTY_API_RATE_LIMITS_ADDRESS_BURST",
                        UNLIMITED,
                        "PETTY_API_RATE_LIMITS_PRINCIPAL_PER_SECOND",
                        UNLIMITED,
                        "PETTY_API_RATE_LIMITS_PRINCIPAL_BURST",
                        UNLIMITED,
                        "PETTY_API_REFRESH",
                        "100ms",
                        "PETTY_API_REQUEST_LIMIT",
                        "10m",
                        // The process is too short-lived to benefit from the second compiler.
                        "JDK_JAVA_OPTIONS",
                        "-XX:TieredStopAtLevel=1"));
    }

    /** Returns the service's output so far. */
    static String written() {
        return INSTANCE.service.written();
    }

    static URI url() {
        return INSTANCE.service.url();
    }

    /** Returns a link that signs in once for the collars of the sample data, and opens the newest day. */
    static String link() {
        return link("/");
    }

    /** Returns a link that signs in once and opens an address of the page, such as {@code /?view=week}. */
    static String link(String place) {
        return link(url(), place, OWNER);
    }

    /** Returns a link that signs a user in. The page's address may be that of a proxy. */
    static String link(URI url, String place, String user) {
        return url
                + place
                + "#code="
                + administered(home -> home.tokens()
                        .issueCode(
                                user,
                                List.of(BISCUIT, LUNA, MOCHI),
                                EnumSet.of(Permission.TIMELINES_READ, Permission.STATUS_READ))
                        .code());
    }

    /** Administers tokens while the service runs, as an operator's command does. */
    static <T> T administered(Function<AccessHome, T> work) {
        try (AccessHome access = new AccessHome(home().folder(), DatabaseSettings.EMBEDDED, Clock.systemUTC())) {
            return work.apply(access);
        }
    }
}
