package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.scheduler.Petty;
import io.petty.storage.S3ProxyServer;
import io.petty.systemtests.MisbehavingProxy.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole runs whose S3 refuses, breaks off, falls silent, or changes what was listed. */
class MisbehavingS3Test {
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");
    /** How often each request fails before it gets through; the soak takes more. */
    private static final int FAULTS = Integer.getInteger("petty.test.faults", 1);

    private static final String[] TABLES = {"timelines", "summaries", "readings", "rejects"};

    @TempDir
    private Path folder;

    private Path buckets;
    private S3ProxyServer server;
    private PettyHome home;
    private Map<String, String> expected;

    @BeforeEach
    void deliver() throws Exception {
        Path raw = folder.resolve("raw");
        CommandRun.of(
                        "generate",
                        "--out",
                        raw.toString(),
                        "--date",
                        DAY.toString(),
                        "--collars",
                        "3",
                        "--files-per-day",
                        "4",
                        "--seed",
                        "5")
                .endsWith(Petty.DONE);
        PettyHome undisturbed = new PettyHome(folder.resolve("undisturbed"));
        undisturbed.command("run", "--raw", raw);
        expected = undisturbed.exports(TABLES);
        buckets = Files.createDirectory(folder.resolve("s3"));
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
        home = new PettyHome(folder.resolve("home"));
    }

    @AfterEach
    void end() throws IOException {
        Stream.of("endpoint", "path-style", "region", "timeout")
                .forEach(name -> System.clearProperty("petty.s3." + name));
        server.close();
    }

    @Test
    void requestsThatFailAreTriedAgainUntilTheDayIsPublished() throws IOException {
        Map<String, Integer> asked = new ConcurrentHashMap<>();
        Fault[] faults = {Fault.RESET, Fault.STALL, Fault.SLOW_DOWN, Fault.CUT};
        try (MisbehavingProxy proxy = new MisbehavingProxy(server.endpoint(), request -> {
            int times = asked.merge(request, 1, Integer::sum);
            // Of kinds that differ from request to request.
            Fault fault = faults[Math.floorMod(request.hashCode() + times, faults.length)];
            return times > FAULTS || (fault == Fault.CUT && !request.startsWith("GET")) ? Fault.NONE : fault;
        })) {
            reachThrough(proxy.endpoint());
            run(Petty.DONE);
        }
        reachThrough(server.endpoint());
        assertThat(home.exports(TABLES)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"RESET", "STALL", "SLOW_DOWN", "CUT"})
    void anObjectThatCanNotBeReadFailsTheRunByItsName(Fault fault) throws IOException {
        String object = firstObject();
        try (MisbehavingProxy proxy = new MisbehavingProxy(
                server.endpoint(),
                request -> request.startsWith("GET") && request.contains(object) ? fault : Fault.NONE)) {
            reachThrough(proxy.endpoint());
            assertThat(run(Petty.FAILED).err()).contains(object, "s3://collars");
        }
        nothingIsPublishedUntilTheStoreIsWell(object);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"RESET", "STALL"})
    void tablesThatCanNotBeWrittenFailTheRunByTheirName(Fault fault) throws IOException {
        try (MisbehavingProxy proxy = new MisbehavingProxy(
                server.endpoint(),
                request -> request.startsWith("PUT /tables/petty/timelines/data") ? fault : Fault.NONE)) {
            reachThrough(proxy.endpoint());
            assertThat(run(Petty.FAILED).err()).contains("Can't write s3://tables/petty/timelines/data");
        }
        nothingIsPublishedUntilTheStoreIsWell("s3://tables/petty/timelines");
    }

    @Test
    void anObjectThatIsReplacedBetweenListingAndReadingMixesNothing() throws IOException {
        String object = firstObject();
        Path file = buckets.resolve("collars").resolve("dt=" + DAY).resolve(object);
        Path other = Files.copy(file, folder.resolve("other"));
        byte[] replacement = RawFolder.gzip("{}\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        AtomicBoolean replaced = new AtomicBoolean();
        try (MisbehavingProxy proxy = new MisbehavingProxy(server.endpoint(), request -> {
            if (request.startsWith("GET") && request.contains(object) && replaced.compareAndSet(false, true)) {
                Path written = Files.write(folder.resolve("replacement"), replacement);
                Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
            }
            return Fault.NONE;
        })) {
            reachThrough(proxy.endpoint());
            assertThat(run(Petty.FAILED).err()).contains(object, "was changed since it was listed");
        }
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        nothingIsPublishedUntilTheStoreIsWell("was changed since it was listed");
    }

    private void nothingIsPublishedUntilTheStoreIsWell(String why) {
        assertThat(home.eventDays()).isEmpty();
        reachThrough(server.endpoint());
        assertThat(home.command("runs")).contains("failed");
        assertThat(home.command("runs", "show", 1)).contains(why);
        assertThat(home.command("status")).doesNotContain("fresh");
        run(Petty.DONE);
        assertThat(home.exports(TABLES)).isEqualTo(expected);
    }

    private CommandRun run(int code) {
        return home.attempt("run", "--raw", "s3://collars", "--lake", "s3://tables/petty")
                .endsWith(code);
    }

    private static void reachThrough(URI endpoint) {
        System.setProperty("petty.s3.endpoint", endpoint.toString());
        System.setProperty("petty.s3.path-style", "true");
        System.setProperty("petty.s3.region", "eu-central-1");
        System.setProperty("petty.s3.timeout", "500ms");
    }

    /** A name of its own among all objects. */
    private String firstObject() throws IOException {
        try (Stream<Path> files = Files.list(buckets.resolve("collars").resolve("dt=" + DAY))) {
            return files.map(file -> file.getFileName().toString())
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }
}
