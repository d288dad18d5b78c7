package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the command that explains an event. */
class ExplainTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final Pattern ID = Pattern.compile("\"event_id\":\"(evt_[0-9a-f]{24})\"");
    private static final String ALERT = "petty.rules.rest.alert";

    @TempDir
    private Path folder;

    private RawFolder raw;
    private PettyHome home;

    @BeforeEach
    void createHome() {
        raw = new RawFolder(folder.resolve("raw"));
        home = new PettyHome(folder.resolve("home"));
    }

    /** Writes a walk of ten minutes that begins at an hour, and a single reading two hours later. */
    private RawFolder walk(String file, int hour, double heartRate) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int minute = 0; minute < 10; minute++) {
            lines.append(line("%02d:%02d".formatted(hour, minute), heartRate, 1));
        }
        return raw.write(DAY, file, lines + line("%02d:00".formatted(hour + 2), heartRate, 1));
    }

    private static String line(String time, double heartRate, int activity) {
        return "{\"collar_id\":\"A\",\"timestamp\":\"%sT%s:00Z\",\"heart_rate\":%s,\"activity_level\":%d}\n"
                .formatted(DAY, time, heartRate, activity);
    }

    private String firstEvent() {
        return found(ID, home.export("timelines", DAY));
    }

    @Test
    void reportsEventsOfEarlierRunsAndPinnedDays() throws IOException {
        walk("a.ndjson", 10, 90);
        home.command("run", "--raw", raw.folder());
        String walk = firstEvent();
        raw.write(DAY, "b.ndjson", line("09:59", 90, 1));
        assertThat(home.command("explain", walk))
                .contains("The day is stale: raw files of 2026-11-20 changed. ./petty run");

        home.command("run");
        assertThat(home.attempt("explain", walk).endsWith(ExitCode.FAILED).err())
                .contains(
                        "there is no event " + walk + " on 2026-11-20",
                        "run 2 published that day at",
                        "Run 1 had published it at",
                        "Walking of collar A, 2026-11-20T10:00:00.000Z to 2026-11-20T10:09:00.000Z",
                        "./petty rollback --date 2026-11-20 --to 1");

        home.command("rollback", "--date", DAY, "--to", 1);
        assertThat(home.command("explain", walk))
                .contains(
                        "Computed again from the current readings, it differs",
                        "start: 2026-11-20T10:00:00.000Z is published, 2026-11-20T09:59:00.000Z computed",
                        "readings: 10 is published, 11 computed",
                        "Its day is pinned to run 1",
                        "Published by run 3 (./petty rollback",
                        "A rollback pinned the day to run 1",
                        "./petty rerun --date 2026-11-20",
                        "    dt=2026-11-20/a.ndjson",
                        "    dt=2026-11-20/b.ndjson");
    }

    @Test
    void reportsThatTheRulesHaveChanged() throws IOException {
        walk("a.ndjson", 10, 90);
        home.command("run", "--raw", raw.folder());
        String walk = firstEvent();
        System.setProperty(ALERT, "125");
        try {
            assertThat(home.command("explain", walk))
                    .contains(
                            "It was published with ruleset 2027.1, which is no longer in force. For the same time, ruleset 2027.1+",
                            " finds:",
                            "  10:00:00 to 10:09:00  Walking",
                            "Below is the explanation of this event by ruleset 2027.1+",
                            "The day is stale: rules changed")
                    .doesNotContain("it differs");
            home.command("run");
        } finally {
            System.clearProperty(ALERT);
        }
        assertThat(home.command("explain", walk))
                .contains(
                        "It was published with ruleset 2027.1+",
                        "no longer in force. For the same time, ruleset 2027.1 finds:");
    }

    @Test
    void explainsEventsWithoutTheirRawFiles() throws IOException {
        walk("a.ndjson", 10, 90);
        home.command("run", "--raw", raw.folder());
        String walk = firstEvent();
        assertThat(home.command("explain", walk, "--raw", folder.resolve("nowhere")))
                .contains("Why Walking", "dt=2026-11-20/a.ndjson");
    }

    @Test
    void rejectsMalformedIdsAndReportsUnknownEvents() throws IOException {
        for (String wrong : new String[] {"evt_", "evt_512A00000000000000000000", "512a00000000000000000000", "1"}) {
            assertThat(home.attempt("explain", wrong)
                            .endsWith(ExitCode.WRONG_USE)
                            .err())
                    .contains("'" + wrong + "' is not an event id");
        }
        String unknown = "evt_512900000000000000000000";
        home.open().close();
        assertThat(home.attempt("explain", unknown).endsWith(ExitCode.FAILED).err())
                .contains("the event's day, 2026-11-20, is not published", "./petty run");
        walk("a.ndjson", 10, 90);
        home.command("run", "--raw", raw.folder());
        assertThat(home.attempt("explain", unknown).endsWith(ExitCode.FAILED).err())
                .contains(
                        "there is no event " + unknown + " on 2026-11-20", "No earlier publication of the day has it");
        assertThat(home.attempt("explain", "evt_512800000000000000000000")
                        .endsWith(ExitCode.FAILED)
                        .err())
                .contains(
                        "the event's day, 2026-11-19, is not published",
                        "published days are from 2026-11-20 to 2026-11-20");
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }
}
