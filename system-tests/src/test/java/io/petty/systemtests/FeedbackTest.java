package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import io.petty.feedback.Feedback;
import io.petty.feedback.FeedbackTable;
import io.petty.jobs.batch.TableFiles;
import io.petty.lake.FeedbackDay;
import io.petty.lake.Lake;
import io.petty.lake.database.LakeDatabase;
import io.petty.parquet.ColumnFileWriter;
import io.petty.reading.CollarBuckets;
import io.petty.storage.S3Settings;
import io.petty.storage.StorageLocation;
import io.petty.systemtests.reference.ReferenceFeedback;
import io.petty.timeline.EventId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests owners' feedback, from its documents to its effects on events, across all operations on days. */
class FeedbackTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-11-18");
    private static final LocalDate LAST = FIRST.plusDays(2);
    private static final String SECRET_WORDS = "my vet Dr Who lives in Elm Street";

    @TempDir
    private static Path shared;

    private static Path raw;
    private static PettyHome home;
    private static SavedFolder saved;

    @TempDir
    private Path folder;

    private FeedbackFolder feedback;
    private final JsonMapper json = new JsonMapper();

    @BeforeAll
    static void publishThreeDays() throws IOException {
        raw = shared.resolve("raw");
        home = new PettyHome(shared.resolve("home"));
        CommandRun.of(("generate --out %s --date %s --days 3 --collars 4 --seed 5 --still-cadence PT5M"
                                + " --active-cadence PT1M --files-per-day 1")
                        .formatted(raw, FIRST)
                        .split(" "))
                .endsWith(ExitCode.DONE);
        home.command("run", "--raw", raw);
        saved = SavedFolder.ofHome(home);
    }

    @BeforeEach
    void restore() throws IOException {
        saved.restore();
        feedback = new FeedbackFolder(folder.resolve("feedback"));
    }

    @Test
    void appearsOnItsEventImmediatelyAndChangesLaterConfidencesWithABackfill() {
        JsonNode walk = event(FIRST, "Walking");
        Map<String, String> before = dataFiles(FIRST);
        for (int i = 0; i < 5; i++) {
            feedback.write(
                    "%d.json".formatted(i),
                    "{\"event_id\":\"%s\",\"user_feedback\":\"negative\",\"user_id\":\"%d\"}".formatted(id(walk), i));
        }
        feedback.write(
                "correction.json",
                "{\"event_id\":\"%s\",\"user_feedback\":\"positive\",\"segment\":{\"behavior\":\"Eating\"}}"
                        .formatted(id(walk)));
        // The feedback is given before the next day begins, so it affects the confidences of that day.
        addToAll(",\"timestamp\":\"%sT23:00:00Z\"}".formatted(FIRST));

        String report = home.command("run", "--feedback", feedback.folder());

        assertThat(report).contains("Feedback  6 documents", "Folded    feedback into event day " + FIRST);
        JsonNode reviewed = event(FIRST, id(walk));
        assertThat(reviewed.path("feedback_negative").asInt()).isEqualTo(5 + 1);
        assertThat(reviewed.path("review").asString()).isEqualTo("rejected");
        assertThat(reviewed.path("corrected_behavior").asString()).isEqualTo("Eating");
        assertThat(reviewed.path("confidence").asDouble()).isEqualTo(0.7);
        Map<String, String> after = dataFiles(FIRST);
        assertThat(after.entrySet().stream()
                        .filter(file -> !file.getValue().equals(before.get(file.getKey())))
                        .count())
                .as("rewritten buckets")
                .isEqualTo(1);
        assertThat(home.command("status"))
                .containsPattern(FIRST + " .* fresh ")
                .containsPattern(FIRST.plusDays(1) + " .* stale .* calibration moved")
                .containsPattern(LAST + " .* stale .* calibration moved");

        home.command("backfill", "--from", FIRST, "--to", LAST, "--only", "stale");

        assertThat(home.command("status")).doesNotContain("stale");
        JsonNode later = event(LAST, "Walking");
        assertThat(later.path("confidence").asDouble()).isLessThan(0.7);
        assertThat(later.path("rule_confidence").asDouble()).isEqualTo(0.7);
        assertThat(home.command("run")).contains("Everything is fresh");
        assertThat(home.command("explain", id(later)))
                .contains("with all owners of Walking", "(20 × 0.7000 + 0) / (20 + 0 + 6)");
        assertThat(home.command("explain", id(walk)))
                .contains("0 for it, 6 against it: rejected. They say it was Eating.");
    }

    @Test
    void waitsForItsEventAndIsFoldedWhenTheEventAppears() {
        String event = id(event(LAST, "Resting"));
        PettyHome later = new PettyHome(folder.resolve("later"));
        feedback.say("a.json", event, "positive").say("b.json", event.substring(0, 20) + "00000000", "positive");

        later.command("run", "--raw", raw, "--feedback", feedback.folder(), "--date", FIRST);
        assertThat(later.command("feedback")).contains("2 wait for an event that doesn't exist");
        later.command("run", "--date", LAST);

        assertThat(later.export("timelines", LAST).lines().filter(line -> line.contains(event)))
                .allMatch(line -> line.contains("\"review\":\"confirmed\""))
                .hasSize(1);
        assertThat(later.command("feedback")).contains("1 wait for an event that doesn't exist");
        assertThat(later.export("feedback", LAST).lines()).hasSize(2);
    }

    @Test
    void survivesRerunsRepeatedIngestionAndRollbacks() throws IOException {
        Map<String, String> undisturbed = home.exports("timelines", "summaries");
        String event = id(event(LAST, "Resting"));
        feedback.say("a.json", event, "positive");
        home.command("run", "--feedback", feedback.folder());
        assertThat(review(event)).isEqualTo("confirmed");

        home.command("rerun", "--date", LAST, "--force");
        assertThat(review(event)).isEqualTo("confirmed");
        home.command("run", "--date", LAST, "--force");
        assertThat(review(event)).isEqualTo("confirmed");
        home.command("rollback", "--date", LAST, "--to", 1);
        assertThat(review(event))
                .as("the timelines of run 1 with the current feedback")
                .isEqualTo("confirmed");

        feedback.write("a.json", "{\"event_id\":\"%s\",\"user_feedback\":\"negative\"}".formatted(event));
        home.command("run", "--date", LAST);
        assertThat(review(event)).as("changed while the day is pinned").isEqualTo("rejected");
        home.command("rerun", "--date", LAST);
        assertThat(review(event)).isEqualTo("rejected");
        feedback.delete("a.json");
        home.command("run", "--date", LAST);
        assertThat(review(event)).as("the document is gone").isEqualTo("unreviewed");
        assertThat(home.export("feedback", LAST)).isEmpty();
        assertThat(home.exports("timelines", "summaries").equals(undisturbed)).isTrue();
    }

    @Test
    void isCarriedOverWhenRulesChangeEvenIfAnEarlierVersionRecordedNoEvents() throws IOException {
        List<Map<String, @Nullable Object>> before = rows(LAST);
        Map<String, String> undisturbed = home.exports("timelines", "summaries");
        for (Map<String, @Nullable Object> event : before) {
            feedback.say(event.get("event_id") + ".json", String.valueOf(event.get("event_id")), "positive");
        }
        home.command("run", "--feedback", feedback.folder());
        Map<String, String> reviewed = home.exports("timelines", "summaries", "feedback");
        assertThat(reviewed.get("feedback " + LAST)).doesNotContain("\"about_collar\":null");
        assertThat(home.command("status")).doesNotContain("Feedback");
        dropRecords(LAST);
        assertThat(home.export("feedback", LAST)).doesNotContain("\"about_collar\":\"");

        System.setProperty("petty.rules.sleep.quiet-reach", "4");
        try {
            home.command("backfill", "--from", FIRST, "--to", LAST, "--only", "stale");

            List<Map<String, @Nullable Object>> after = rows(LAST);
            long carried = 0;
            long waiting = 0;
            Map<ReferenceFeedback, ReferenceFeedback.About> recorded = recorded(before);
            for (Map.Entry<ReferenceFeedback, ReferenceFeedback.About> said : recorded.entrySet()) {
                String event = ReferenceFeedback.event(said.getKey(), after, said.getValue());
                carried += event != null && !event.equals(said.getKey().eventId()) ? 1 : 0;
                waiting += event == null ? 1 : 0;
            }
            assertThat(carried).isPositive();
            assertThat(waiting).isPositive();
            assertThat(home.command("status"))
                    .contains(
                            "Feedback on all days: %d carried over".formatted(carried),
                            ", %d waiting".formatted(waiting));
            assertThat(home.command("feedback"))
                    .containsPattern(LAST + ".* %d +%d\n".formatted(carried, waiting))
                    .contains("%d carried over from events".formatted(carried), "%d wait".formatted(waiting));
            assertThat(home.command("feedback", "--date", LAST, "--all"))
                    .contains("carried over from an event that no longer exists: " + carried, ", was evt_");
            assertThat(home.export("feedback", LAST)).isEqualTo(reviewed.get("feedback " + LAST));
        } finally {
            System.clearProperty("petty.rules.sleep.quiet-reach");
        }

        home.command("backfill", "--from", FIRST, "--to", LAST, "--only", "stale");
        assertThat(home.command("status")).doesNotContain("stale", "Feedback");
        assertThat(home.exports("timelines", "summaries", "feedback").equals(reviewed))
                .isTrue();
        for (Map<String, @Nullable Object> event : before) {
            feedback.delete(event.get("event_id") + ".json");
        }
        home.command("run");
        assertThat(home.exports("timelines", "summaries").equals(undisturbed)).isTrue();
    }

    @Test
    void rejectsHostileDocumentsAndShowsTheirTextOnlyInRejects() throws IOException {
        String event = id(event(LAST, "Resting"));
        String prefix = event.substring(0, 8);
        feedback.say("fine.json", event, "<b>" + SECRET_WORDS + "</b>")
                .say("other-day.json", "evt_0001" + event.substring(8), "positive")
                .say("nobody.json", prefix + "0".repeat(20), SECRET_WORDS)
                .say("no-event.json", SECRET_WORDS, "positive")
                .write("huge.json", "{\"event_id\":\"" + event + "\",\"x\":\"" + "y".repeat(5_000_000) + "\"}")
                .write("deep.json", "[".repeat(60_000))
                .write("types.json", "{\"event_id\":[],\"user_feedback\":\"" + SECRET_WORDS + "\"}")
                .write("html.html", "<html>" + SECRET_WORDS + "</html>")
                .write("empty", "")
                .write("dt=2026-11-20/listed-there.json", "{}");
        Files.write(feedback.folder().resolve("bytes"), new byte[] {(byte) 0xFF, 0, 1});
        IntStream.range(0, 100)
                .forEach(i -> feedback.write(
                        "many/%d.json".formatted(i),
                        "{\"event_id\":\"%s\",\"user_feedback\":\"positive\",\"user_id\":\"ann@example.com\"}%s"
                                .formatted(event, " ".repeat(i))));

        CommandRun run = home.attempt("run", "--feedback", feedback.folder()).endsWith(ExitCode.DONE);

        assertThat(run.out()).contains("Feedback  111 documents, 8 of them rejects; 2 wait");
        assertThat(run.out() + run.err()).doesNotContain(SECRET_WORDS, "ann@");
        assertThat(event(LAST, event).path("feedback_positive").asInt()).isEqualTo(1);
        Map<String, String> exports = home.exports("timelines", "summaries", "readings", "feedback", "rejects");
        exports.forEach((table, text) -> assertThat(text.contains(SECRET_WORDS) || text.contains("ann@"))
                .as(table)
                .isFalse());
        LocalDate today = LocalDate.parse("2026-11-30");
        assertThat(home.command("rejects", "--date", today)).contains("size", "depth", "encoding", "event_id", "json");
        assertThat(home.export("rejects", today)
                        .lines()
                        .map(line -> json.readTree(line).path("file").asString()
                                + " "
                                + json.readTree(line).path("reason").asString()))
                .containsExactly(
                        "bytes encoding",
                        "deep.json depth",
                        "empty json",
                        "html.html json",
                        "huge.json size",
                        "no-event.json event_id",
                        "types.json event_id");
        assertThat(home.export("rejects", FIRST.plusDays(2))).contains("listed-there.json");
        for (Path file : files(home.folder())) {
            if (!file.toString().contains("/rejects/")) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1).contains("Elm Street"))
                        .as("free text in %s", file)
                        .isFalse();
            }
        }

        // Ingesting a day's raw files again replaces only the rejects of these files.
        home.command("run", "--date", FIRST.plusDays(2), "--force");
        assertThat(home.export("rejects", FIRST.plusDays(2))).contains("listed-there.json");
        feedback.delete("dt=2026-11-20/listed-there.json").delete("deep.json");
        home.command("run");
        assertThat(home.export("rejects", FIRST.plusDays(2))).doesNotContain("listed-there.json");
        assertThat(home.export("rejects", today)).contains("huge.json").doesNotContain("deep.json");
    }

    @Test
    void aMissingFolderFailsTheStartIfNamedAndOnlyFeedbackIfRemembered() throws IOException {
        assertThat(home.attempt("run", "--feedback", folder.resolve("nowhere"))
                        .endsWith(ExitCode.WRONG_USE)
                        .err())
                .contains("petty.feedback", "nowhere");
        feedback.say("a.json", id(event(LAST, "Resting")), "positive");
        home.command("run", "--feedback", feedback.folder());
        Files.delete(feedback.folder().resolve("a.json"));
        Files.delete(feedback.folder());

        CommandRun run = home.attempt("run", "--date", LAST, "--force").endsWith(ExitCode.FAILED);

        assertThat(run.out()).contains("Ingested  delivery day " + LAST);
        assertThat(run.err()).contains("feedback failed:", "does not exist");
        assertThat(home.export("timelines", LAST)).contains("confirmed");
    }

    /** Adds members at the end of each document. */
    private void addToAll(String members) {
        for (Path file : files(feedback.folder())) {
            try {
                String text = Files.readString(file);
                Files.writeString(file, text.substring(0, text.length() - 1) + members);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static List<Path> files(Path root) {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the day's first event of a behavior, or the event with an id. */
    private JsonNode event(LocalDate day, String behaviorOrId) {
        return home.export("timelines", day)
                .lines()
                .map(line -> json.readTree(line))
                .filter(event -> Set.of(
                                event.path("behavior").asString(),
                                event.path("event_id").asString())
                        .contains(behaviorOrId))
                .min(Comparator.comparing(FeedbackTest::id))
                .orElseThrow();
    }

    private static String id(JsonNode event) {
        return event.path("event_id").asString();
    }

    private String review(String event) {
        return event(LAST, event).path("review").asString();
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, @Nullable Object>> rows(LocalDate day) {
        return home.export("timelines", day)
                .lines()
                .map(line -> (Map<String, @Nullable Object>) json.readValue(line, Map.class))
                .toList();
    }

    private static Map<ReferenceFeedback, ReferenceFeedback.About> recorded(
            List<Map<String, @Nullable Object>> events) {
        return ReferenceFeedback.record(
                new TreeMap<>(Map.of(LAST, events)),
                events.stream()
                        .map(event -> String.valueOf(event.get("event_id")))
                        .map(id -> new ReferenceFeedback(id, id, null, "positive", null, null))
                        .toList());
    }

    /** Removes the recorded events from a day's feedback. Earlier versions stored feedback without them. */
    private void dropRecords(LocalDate day) throws IOException {
        try (LakeDatabase database = LakeDatabase.openEmbedded(home.folder());
                Lake lake = lake(database)) {
            Table table = lake.feedback();
            PartitionData partition = new PartitionData(table.spec().partitionType());
            partition.set(0, EventId.prefix(day));
            List<Feedback> rows = new ArrayList<>();
            new FeedbackDay(lake, day).rows(row -> rows.add(row.withAbout(null)));
            try (ColumnFileWriter<List<Feedback>> file = new ColumnFileWriter<>(
                    TableFiles.newFile(table, partition, "without-records"), FeedbackTable.COLUMNS)) {
                file.write(rows, 0, rows.size());
                file.finish();
                OverwriteFiles overwrite = table.newOverwrite();
                Lake.currentDataFiles(table, Expressions.startsWith("event_id", EventId.prefix(day)))
                        .forEach(overwrite::deleteFile);
                overwrite
                        .addFile(file.dataFile(table.spec(), partition, table.sortOrder()))
                        .commit();
            }
        }
    }

    private static Lake lake(LakeDatabase database) {
        return new Lake(
                database,
                StorageLocation.parse(home.folder().resolve("lake").toString()),
                S3Settings.AWS,
                new CollarBuckets(CollarBuckets.DEFAULT_COUNT));
    }

    /** Returns the day's files of the timelines table, by bucket. */
    private Map<String, String> dataFiles(LocalDate day) {
        try (LakeDatabase database = LakeDatabase.openEmbedded(home.folder());
                Lake lake = lake(database)) {
            return Lake.currentDataFiles(lake.timelines(), Expressions.equal("day", day.toString())).stream()
                    .collect(Collectors.toMap(
                            file -> String.valueOf(file.partition().get(1, Integer.class)),
                            DataFile::location,
                            (a, b) -> a + b,
                            TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
