package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Days of several collars, one of which is to be forgotten: readings, rejects of many kinds, feedback and credentials.
 * Some days are recomputed or rolled back, and one delivery fails. The same days can be delivered without this collar,
 * to show what must remain.
 */
final class CollarToForget {
    static final String ID = "Bella_7f3Q-x";
    static final double LONGITUDE = -3.703791;
    static final double LATITUDE = 40.416775;
    static final LocalDate FIRST = LocalDate.parse("2026-11-18");
    static final LocalDate LAST = FIRST.plusDays(2);
    static final LocalDate FAILED = LAST.plusDays(1);
    static final String[] TABLES = {"readings", "timelines", "summaries", "feedback"};

    private static final JsonMapper JSON = new JsonMapper();

    private final RawFolder raw;
    private final FeedbackFolder feedback;

    CollarToForget(Path folder) {
        raw = new RawFolder(folder.resolve("raw"));
        feedback = new FeedbackFolder(folder.resolve("feedback"));
    }

    RawFolder raw() {
        return raw;
    }

    FeedbackFolder feedback() {
        return feedback;
    }

    /** Delivers all days, with or without the collar's lines. */
    CollarToForget deliver(boolean withIt) throws IOException {
        CommandRun.of(("generate --out %s --date %s --days 3 --collars 1 --seed 5 --still-cadence PT10M"
                                + " --active-cadence PT3M --files-per-day 1 --malformed-share 0")
                        .formatted(raw.folder(), FIRST)
                        .split(" "))
                .endsWith(ExitCode.DONE);
        for (LocalDate day = FIRST; !day.isAfter(LAST); day = day.plusDays(1)) {
            StringBuilder mixed = new StringBuilder();
            mixed.append(
                    "{\"collar_id\":\"Other\",\"timestamp\":\"%sT08:00:00Z\",\"heart_rate\":999}\n".formatted(day));
            mixed.append("not JSON at all\n");
            for (int minute = 0; minute < 30; minute++) {
                mixed.append(line("Other", day, LocalTime.of(9, minute), 90, 1, 2.352222, 48.856613));
            }
            if (withIt) {
                mixed.append(lines(day)).append(rejects(day));
                raw.write(day, ID + ".ndjson", lines(day.minusDays(1)));
            }
            raw.write(day, "mixed.ndjson", mixed.toString());
        }
        return this;
    }

    /** Delivers a day with too many rejects. Its run fails and leaves partial work behind. */
    void deliverOneThatFails() throws IOException {
        raw.write(FAILED, "failing.ndjson", lines(FAILED) + rejects(FAILED).repeat(30));
    }

    /** Returns readings of an hour's rest at night and an hour's walk, all at one place. */
    static String lines(LocalDate day) {
        StringBuilder lines = new StringBuilder();
        for (int minute = 0; minute < 120; minute++) {
            LocalTime time = LocalTime.of(1, 0).plusMinutes(minute);
            lines.append(line(ID, day, time, minute < 60 ? 52 : 101, minute < 60 ? 0 : 1, LONGITUDE, LATITUDE));
        }
        return lines.toString();
    }

    private static String line(
            String collar, LocalDate day, LocalTime time, int heartRate, int activity, double lon, double lat) {
        return ("{\"collar_id\":\"%s\",\"timestamp\":\"%sT%s:00Z\",\"heart_rate\":%d,\"activity_level\":%d,"
                        + "\"location\":{\"type\":\"Point\",\"coordinates\":[%s,%s]}}\n")
                .formatted(collar, day, time, heartRate, activity, lon, lat);
    }

    private static String rejects(LocalDate day) {
        String place = "\"location\":{\"type\":\"Point\",\"coordinates\":[%s,%s]}".formatted(LONGITUDE, LATITUDE);
        String escaped = "\\u0042" + ID.substring(1);
        return String.join(
                "\n",
                "{\"collar_id\":\"%s\",\"timestamp\":\"%sT08:00:00Z\",\"heart_rate\":999,%s}".formatted(ID, day, place),
                "{\"collar_id\":\"%s\",\"timestamp\":\"%sT08:00:00Z\",\"heart_rate\":999,%s}"
                        .formatted(escaped, day, place),
                "{\"collar_id\":\"%s\",\"timestamp\":\"%sT08".formatted(ID, day),
                ID + ";" + day + ";" + LONGITUDE + ";" + LATITUDE,
                "{\"collar_id\":\"Other\",\"timestamp\":\"yesterday\",\"near\":\"%s\",%s}".formatted(ID, place),
                "");
    }

    /** Processes the days in a home, with reruns, rollbacks and a failed delivery. */
    void live(PettyHome home, boolean withIt) throws IOException {
        home.command("run", "--raw", raw.folder());
        List<JsonNode> events = events(home, FIRST);
        for (JsonNode event : events) {
            if (withIt || !event.get("collar_id").asString().equals(ID)) {
                // Given too late to affect the confidences of these days.
                feedback.write(
                        event.get("event_id").asString() + ".json",
                        "{\"event_id\":\"%s\",\"user_feedback\":\"positive\",\"user_id\":\"u\",\"timestamp\":\"2026-11-29T00:00:00Z\",\"feedback_id\":\"%s\"}"
                                .formatted(
                                        event.get("event_id").asString(),
                                        event.get("event_id").asString()));
            }
        }
        feedback.write(
                "waits.json",
                "{\"event_id\":\"evt_%s\",\"user_feedback\":\"negative\",\"feedback_id\":\"w\"}"
                        .formatted("50d1" + "0".repeat(20)));
        if (withIt) {
            feedback.write("bad.json", "{\"collar\":\"%s\",\"user_feedback\":\"positive\"}".formatted(ID));
        }
        home.command("run", "--feedback", feedback.folder());
        home.command("rerun", "--date", FIRST, "--force");
        home.command("rollback", "--date", FIRST.plusDays(1), "--to", 1);
        if (withIt) {
            CommandRun.of(
                            "tokens",
                            "issue",
                            "--user",
                            "owner",
                            "--collars",
                            ID,
                            "--home",
                            home.folder().toString())
                    .endsWith(ExitCode.DONE);
            home.command("tokens", "issue", "--user", "owner", "--collars", ID + ",Other", "--link");
            home.command(
                    "keys",
                    "create",
                    "--name",
                    "of " + ID,
                    "--permissions",
                    "timelines:read",
                    "--collars",
                    "Other," + ID);
            deliverOneThatFails();
            home.attempt("run").endsWith(ExitCode.AUDIT);
            assertThat(home.folder().resolve("work")).exists();
        }
    }

    static List<JsonNode> events(PettyHome home, LocalDate day) {
        return home.export("timelines", day).lines().map(JSON::readTree).toList();
    }

    /** Removes all lines about this collar and its events from exports, and returns the rest. */
    static Map<String, String> withoutIt(Map<String, String> exports) {
        List<String> own = exports.values().stream()
                .flatMap(String::lines)
                .filter(line -> line.contains("\"collar_id\":\"" + ID) && line.contains("evt_"))
                .map(line -> line.substring(line.indexOf("evt_"), line.indexOf("evt_") + 28))
                .toList();
        exports.replaceAll((table, rows) -> rows.lines()
                .filter(line -> !line.contains(ID) && own.stream().noneMatch(line::contains))
                .map(line -> line + "\n")
                .collect(Collectors.joining()));
        return notEmpty(exports);
    }

    /** Omits empty days. Days with only this collar become empty; a home without the collar doesn't have them. */
    static Map<String, String> notEmpty(Map<String, String> exports) {
        exports.values().removeIf(String::isEmpty);
        return exports;
    }
}
