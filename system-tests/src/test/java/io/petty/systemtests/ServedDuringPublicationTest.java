package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.scheduler.Petty;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Clients ask on and on while days are published, rolled back and cleaned up after. */
class ServedDuringPublicationTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 17);
    private static final LocalDate LAST = FIRST.plusDays(2);

    /** "New data seen within 5 s". */
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(5);

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    @AfterEach
    void forgetSettings() {
        System.clearProperty("petty.buckets");
        System.clearProperty("petty.retention.snapshots");
        System.clearProperty("petty.retention.publications");
    }

    @Test
    void showsWholeDaysOfOnePublicationEachAndNewOnesWithinSeconds() throws Exception {
        Path raw = folder.resolve("raw");
        CommandRun.of(
                        "generate",
                        "--out",
                        raw.toString(),
                        "--date",
                        FIRST.toString(),
                        "--days",
                        "3",
                        "--collars",
                        "3",
                        "--seed",
                        "5")
                .endsWith(Petty.DONE);
        PettyHome home = new PettyHome(folder.resolve("home"));
        home.command("run", "--raw", raw);
        List<String> collars = collars(home, FIRST);
        String token = ServiceProcess.token(home, collars);
        try (ServiceProcess service = ServiceProcess.start(home, AskingClients.NO_LIMITS);
                AskingClients clients = new AskingClients(service, token, collars, FIRST, LAST)) {
            Files.delete(someFile(raw, LAST));
            home.command("run");
            assertSeen(service, token, collars.get(0), LAST, 2);

            home.command("rerun", "--date", FIRST, "--force");
            assertSeen(service, token, collars.get(0), FIRST, 3);

            home.command("rollback", "--date", FIRST, "--to", 1);
            assertSeen(service, token, collars.get(0), FIRST, 4);

            System.setProperty("petty.retention.snapshots", "0s");
            System.setProperty("petty.retention.publications", "0s");
            home.command("maintain");
            home.command("rerun", "--date", FIRST, "--force");
            home.command("maintain");
            assertSeen(service, token, collars.get(0), FIRST, 6);

            clients.end();
            assertThat(clients.faults()).isEmpty();
            assertThat(clients.answers()).isGreaterThan(100);
            assertThat(clients.runsSeen(FIRST)).contains(1L, 3L, 4L, 6L);
        }
    }

    @Test
    void answersOfAllOthersWhileOneCollarIsForgotten() throws Exception {
        System.setProperty("petty.buckets", "3");
        CollarToForget days = new CollarToForget(folder).deliver(true);
        PettyHome home = new PettyHome(folder.resolve("home"));
        home.command("run", "--raw", days.raw().folder());
        home.command("rerun", "--date", CollarToForget.FIRST, "--force");
        List<String> collars = collars(home, CollarToForget.FIRST).stream()
                .filter(collar -> !collar.equals(CollarToForget.ID))
                .toList();
        String token = ServiceProcess.token(home, collars);
        String own = ServiceProcess.token(home, List.of(CollarToForget.ID));
        String path = "/v1/collars/%s/timeline?date=%s".formatted(CollarToForget.ID, CollarToForget.FIRST);
        Traces traces = new Traces(CollarToForget.ID, CollarToForget.LONGITUDE, CollarToForget.LATITUDE);
        try (ServiceProcess service = ServiceProcess.start(home, AskingClients.NO_LIMITS);
                AskingClients clients =
                        new AskingClients(service, token, collars, CollarToForget.FIRST, CollarToForget.LAST)) {
            assertThat(service.get(path, own).body()).contains("evt_");

            assertThat(home.attempt("forget", CollarToForget.ID, "--yes")
                            .endsWith(Petty.FAILED)
                            .err())
                    .contains("another process has the database open");

            assertThat(service.get(path, own).statusCode()).isEqualTo(401);
            assertSeen(service, token, collars.get(0), CollarToForget.FIRST, 3);
            assertThat(traces.inDatabase(home.folder())).isEmpty();
            assertThat(traces.in(home.folder())).allMatch(place -> place.startsWith("database.mv.db"));
            clients.end();
            assertThat(clients.faults()).isEmpty();
            assertThat(clients.answers()).isGreaterThan(50);
            assertThat(clients.runsSeen(CollarToForget.FIRST)).contains(2L, 3L);
        }
        home.command("forget", CollarToForget.ID, "--yes");
        assertThat(traces.in(home.folder())).isEmpty();
    }

    private static List<String> collars(PettyHome home, LocalDate day) {
        return home.export("summaries", day)
                .lines()
                .map(line -> JSON.readTree(line).get("collar_id").stringValue())
                .toList();
    }

    /** A file of the day's delivery, without which it gives fewer readings. */
    private static Path someFile(Path raw, LocalDate day) throws Exception {
        try (Stream<Path> files = Files.list(raw.resolve("dt=" + day))) {
            return files.sorted().findFirst().orElseThrow();
        }
    }

    /** Asks until the day is shown as the run published it. */
    private static void assertSeen(ServiceProcess service, String token, String collar, LocalDate day, long run)
            throws Exception {
        long deadline = System.nanoTime() + SEEN_WITHIN.toNanos();
        String body;
        do {
            body = service.get("/v1/collars/%s/summaries?date=%s".formatted(collar, day), token)
                    .body();
        } while (!body.contains("\"run\":" + run + ",") && System.nanoTime() < deadline);
        assertThat(body).contains("\"run\":" + run + ",");
    }
}
