package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import io.petty.storage.S3ProxyServer;
import io.petty.systemtests.MisbehavingProxy.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests whole runs with an S3 server that rejects requests, breaks connections or stops responding, and with objects
 * that change after they are listed.
 */
class MisbehavingS3Test {
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");
    /** How often each request fails before it succeeds; the soak test uses a higher number. */
    private static final int FAULTS = Integer.getInteger("petty.test.faults", 1);

    private static final String[] TABLES = {"timelines", "summaries", "readings", "rejects"};

    /** How long a connection may be silent. A request that happens to be slower succeeds on retry. */
    private static final String TIMEOUT = "2s";

    @TempDir
    private static Path shared;

    private static Path buckets;
    private static S3ProxyServer server;
    private static Map<String, String> expected;

    @TempDir
    private Path folder;

    private PettyHome home;

    @BeforeAll
    static void deliver() throws Exception {
        Path raw = shared.resolve("raw");
        CommandRun.of(("generate --out %s --date %s --collars 3 --files-per-day 4 --seed 5 --still-cadence PT2M"
                                + " --active-cadence PT20S")
                        .formatted(raw, DAY)
                        .split(" "))
                .endsWith(ExitCode.DONE);
        PettyHome undisturbed = new PettyHome(shared.resolve("undisturbed"));
        undisturbed.command("run", "--raw", raw);
        expected = undisturbed.exports(TABLES);
        buckets = Files.createDirectory(shared.resolve("s3"));
        server = S3ProxyServer.start(buckets);
        server.createBucket("collars");
        server.createBucket("tables");
        try (Stream<Path> files = Files.walk(raw)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path object =
                        buckets.resolve("collars").resolve(raw.relativize(file).toString());
                Files.createDirectories(object.getParent());
                Files.copy(file, object);
            }
        }
    }

    @AfterAll
    static void stop() throws IOException {
        Stream.of("endpoint", "path-style", "region", "timeout", "checksums")
                .forEach(name -> System.clearProperty("petty.s3." + name));
        server.close();
    }

    @BeforeEach
    void createHome() {
        home = new PettyHome(folder.resolve("home"));
    }

    @Test
    void failedRequestsAreRetriedUntilTheDayIsPublished() throws IOException {
        String lake = "s3://tables/tried-again";
        Map<String, Integer> asked = new ConcurrentHashMap<>();
        Map<String, Integer> askedOfKind = new ConcurrentHashMap<>();
        List<Fault> faults = List.of(Fault.RESET, Fault.SLOW_DOWN, Fault.CUT);
        try (MisbehavingProxy proxy = new MisbehavingProxy(server.endpoint(), request -> {
            if (asked.merge(request, 1, Integer::sum) > FAULTS) {
                return Fault.NONE;
            }
            int number = askedOfKind.merge(kind(request), 1, Integer::sum);
            // Stalls only once for each kind of request, because a stall lasts until the timeout.
            Fault fault = number == 1 ? Fault.STALL : faults.get(number % faults.size());
            return fault == Fault.CUT && !request.startsWith("GET") ? Fault.NONE : fault;
        })) {
            useEndpoint(proxy.endpoint());
            run(lake, ExitCode.DONE);
        }
        assertThat(askedOfKind).containsKeys("GET collars", "GET tables", "PUT tables");
        useEndpoint(server.endpoint());
        assertThat(home.exports(TABLES)).isEqualTo(expected);
    }

    @Test
    void maintenanceAndForgettingWorkOnAStoreWithFewerFeatures() throws IOException {
        String lake = "s3://tables/other-store";
        List<String> requests = Collections.synchronizedList(new ArrayList<>());
        try (MisbehavingProxy proxy = new MisbehavingProxy(server.endpoint(), request -> {
            requests.add(request);
            return Fault.LESS_THAN_AWS;
        })) {
            useEndpoint(proxy.endpoint());
            assertThat(run(lake, ExitCode.FAILED).err()).contains("400", "petty.s3.checksums=when-required");
            System.setProperty("petty.s3.checksums", "when-required");
            run(lake, ExitCode.DONE);
            String collar = Objects.requireNonNull(expected.get("timelines " + DAY))
                    .replaceFirst("(?s).*?\"collar_id\":\"([^\"]+)\".*", "$1");
            assertThat(home.command("forget", collar, "--yes")).contains("Erased", "Removed");
            assertThat(home.command("maintain")).contains("timelines");
            assertThat(home.export("timelines", DAY)).isNotEmpty().doesNotContain(collar);
        } finally {
            System.clearProperty("petty.s3.checksums");
        }
        assertThat(requests).anyMatch(request -> request.startsWith("DELETE /tables/other-store/"));
    }

    /** A request's method and bucket. */
    private static String kind(String request) {
        return request.replaceFirst("^(\\w+) /(\\w*).*", "$1 $2");
    }

    @Test
    void persistentFaultsFailTheRunWithTheObjectsNameAndNothingIsPublished() throws IOException {
        String lake = "s3://tables/petty";
        String object = firstObject();
        int run = 0;
        for (Fault fault : List.of(Fault.RESET, Fault.STALL, Fault.SLOW_DOWN, Fault.CUT)) {
            assertFails(
                    fault,
                    lake,
                    request -> request.startsWith("GET") && request.contains(object),
                    object,
                    "s3://collars");
            assertRecorded(++run, object);
        }
        assertFailsIfReplaced(lake, object);
        assertRecorded(++run, "was changed since it was listed");
        for (Fault fault : List.of(Fault.RESET, Fault.STALL)) {
            assertFails(
                    fault,
                    lake,
                    request -> request.startsWith("PUT /tables/petty/timelines/data"),
                    "Can't write s3://tables/petty/timelines/data");
            assertRecorded(++run, "s3://tables/petty/timelines");
        }
        assertThat(home.command("status")).doesNotContain("fresh");
        run(lake, ExitCode.DONE);
        assertThat(home.exports(TABLES)).isEqualTo(expected);
    }

    private void assertFails(Fault fault, String lake, Predicate<String> requests, String... told) throws IOException {
        try (MisbehavingProxy proxy =
                new MisbehavingProxy(server.endpoint(), request -> requests.test(request) ? fault : Fault.NONE)) {
            useEndpoint(proxy.endpoint());
            assertThat(run(lake, ExitCode.FAILED).err()).as("with %s", fault).contains(told);
        }
    }

    private void assertFailsIfReplaced(String lake, String object) throws IOException {
        Path file = buckets.resolve("collars").resolve("dt=" + DAY).resolve(object);
        Path other = Files.copy(file, folder.resolve("other"));
        byte[] replacement = RawFolder.gzip("{}\n".getBytes(StandardCharsets.UTF_8));
        AtomicBoolean replaced = new AtomicBoolean();
        try (MisbehavingProxy proxy = new MisbehavingProxy(server.endpoint(), request -> {
            if (request.startsWith("GET") && request.contains(object) && replaced.compareAndSet(false, true)) {
                Path written = Files.write(folder.resolve("replacement"), replacement);
                Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
            }
            return Fault.NONE;
        })) {
            useEndpoint(proxy.endpoint());
            assertThat(run(lake, ExitCode.FAILED).err()).contains(object, "was changed since it was listed");
        }
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Checks that nothing is published and that the record of the run gives the reason. */
    private void assertRecorded(int run, String why) {
        useEndpoint(server.endpoint());
        assertThat(home.eventDays()).isEmpty();
        assertThat(home.command("runs", "show", run))
                .containsPattern("State +failed")
                .contains(why);
    }

    private CommandRun run(String lake, int code) {
        return home.attempt("run", "--raw", "s3://collars", "--lake", lake).endsWith(code);
    }

    private static void useEndpoint(URI endpoint) {
        System.setProperty("petty.s3.endpoint", endpoint.toString());
        System.setProperty("petty.s3.path-style", "true");
        System.setProperty("petty.s3.region", "eu-central-1");
        System.setProperty("petty.s3.timeout", TIMEOUT);
    }

    /** Returns the name of a raw object. */
    private String firstObject() throws IOException {
        try (Stream<Path> files = Files.list(buckets.resolve("collars").resolve("dt=" + DAY))) {
            return files.map(file -> file.getFileName().toString())
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }
}
