package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tests that clients of the packaged service see whole days while days are published, rolled back and cleaned up, and
 * while a collar is forgotten.
 */
class ServedDuringPublicationTest {
    private static final LocalDate FIRST = CollarToForget.FIRST;
    private static final LocalDate LAST = CollarToForget.LAST;
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    @AfterEach
    void clearSettings() {
        System.clearProperty("petty.buckets");
        System.clearProperty("petty.retention.snapshots");
        System.clearProperty("petty.retention.publications");
    }

    @Test
    void clientsSeeWholeDaysDuringPublicationAndWhileACollarIsForgotten() throws Exception {
        System.setProperty("petty.buckets", "3");
        CollarToForget days = new CollarToForget(folder).deliver(true);
        PettyHome home = new PettyHome(folder.resolve("home"));
        home.command("run", "--raw", days.raw().folder());
        List<String> collars = collars(home, FIRST).stream()
                .filter(collar -> !collar.equals(CollarToForget.ID))
                .toList();
        String token = ServiceProcess.token(home, collars);
        String own = ServiceProcess.token(home, List.of(CollarToForget.ID));
        String ownPath = "/v1/collars/%s/timeline?date=%s".formatted(CollarToForget.ID, FIRST);
        Traces traces = new Traces(CollarToForget.ID, CollarToForget.LONGITUDE, CollarToForget.LATITUDE);
        try (ServiceProcess service = ServiceProcess.start(home, AskingClients.NO_LIMITS);
                AskingClients clients = new AskingClients(service, token, collars, FIRST, LAST)) {
            clients.awaitRun(FIRST, 1);

            dropReading(days.raw().path(LAST, "mixed.ndjson"), LAST + "T09:29");
            home.command("run");
            clients.awaitRun(LAST, 2);

            home.command("rerun", "--date", FIRST, "--force");
            clients.awaitRun(FIRST, 3);

            home.command("rollback", "--date", FIRST, "--to", 1);
            clients.awaitRun(FIRST, 4);

            System.setProperty("petty.retention.snapshots", "0s");
            System.setProperty("petty.retention.publications", "0s");
            home.command("maintain");
            home.command("rerun", "--date", FIRST, "--force");
            home.command("maintain");
            clients.awaitRun(FIRST, 6);

            assertThat(service.get(ownPath, own).body()).contains("evt_");
            assertThat(home.attempt("forget", CollarToForget.ID, "--yes")
                            .endsWith(ExitCode.FAILED)
                            .err())
                    .contains("another process has the database open");
            assertThat(service.get(ownPath, own).statusCode()).isEqualTo(401);
            clients.awaitRun(FIRST, 8);
            assertThat(traces.inDatabase(home.folder())).isEmpty();
            assertThat(traces.in(home.folder())).allMatch(place -> place.startsWith("database.mv.db"));

            clients.awaitAnswers(100);
            clients.end();
            assertThat(clients.faults())
                    .as("faults; the service wrote%n%s", service.written())
                    .isEmpty();

            assertThat(service.stop()).as("ended by SIGTERM").isEqualTo(143);
            assertThat(service.written()).doesNotContain("ERROR");
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

    /** Removes a reading from a file, so that its day must be published again. */
    private static void dropReading(Path file, String time) throws Exception {
        List<String> lines = Files.readAllLines(file);
        List<String> rest = lines.stream().filter(line -> !line.contains(time)).toList();
        assertThat(rest).hasSize(lines.size() - 1);
        Files.write(file, rest);
    }
}
