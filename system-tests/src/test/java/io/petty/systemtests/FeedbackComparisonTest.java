package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import io.petty.systemtests.reference.ReferenceFeedback;
import io.petty.systemtests.reference.RowsAssert;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the results of random feedback on generated days with the reference, for several orders of delivery. */
class FeedbackComparisonTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-11-16");
    private static final int DAYS = 5;
    private static final int DOCUMENTS = 1_500;
    private static final long DAY_MILLIS = 86_400_000;
    private static final String[] WORDS = {"positive", "positive", "negative", "not sure", ""};
    private static final String[] CORRECTIONS = {"Eating", "Walking", "Resting", "Deep Sleep"};

    @TempDir
    private Path folder;

    private Path raw;
    private SortedMap<LocalDate, List<Map<String, @Nullable Object>>> timelines;
    private final List<ReferenceFeedback> feedback = new ArrayList<>();
    private final Map<ReferenceFeedback, String> delivered = new HashMap<>();
    private Map<ReferenceFeedback, ReferenceFeedback.About> recorded;

    @AfterEach
    void clearSettings() {
        System.clearProperty("petty.user-key-secret");
    }

    @BeforeEach
    void deliverDaysAndFeedback() throws IOException {
        System.setProperty("petty.user-key-secret", "of all homes");
        raw = folder.resolve("raw");
        CommandRun.of(("generate --out %s --date %s --days %d --collars 5 --seed 3 --still-cadence PT5M"
                                + " --active-cadence PT1M --files-per-day 1")
                        .formatted(raw, FIRST, DAYS)
                        .split(" "))
                .endsWith(ExitCode.DONE);
        timelines = ReferenceLake.of(new RawFolder(raw)).timelineRows();
        List<String> events = new ArrayList<>();
        timelines.values().forEach(rows -> rows.forEach(row -> events.add(String.valueOf(row.get("event_id")))));
        Random random = new Random(42);
        for (int i = 0; i < DOCUMENTS; i++) {
            // Few events, so that many get feedback from several people.
            String event = events.get(random.nextInt(events.size() / 3) * 3);
            if (random.nextInt(40) == 0) {
                event = event.substring(0, 20) + "00000000";
            }
            long day = Integer.parseInt(event.substring(4, 8), 16) * DAY_MILLIS;
            ReferenceFeedback one = new ReferenceFeedback(
                    "f" + (random.nextInt(20) == 0 ? random.nextInt(DOCUMENTS) : i),
                    event,
                    random.nextInt(4) == 0 ? null : "user " + random.nextInt(6),
                    WORDS[random.nextInt(WORDS.length)],
                    random.nextInt(3) == 0 ? CORRECTIONS[random.nextInt(CORRECTIONS.length)] : null,
                    random.nextInt(6) == 0 ? null : day + (random.nextInt(96) - 24) * 3_600_000L + i);
            feedback.add(one);
            delivered.put(one, "some/%04d.json".formatted(i));
        }
        recorded = ReferenceFeedback.record(timelines, feedback);
        ReferenceFeedback.fold(timelines, feedback, recorded);
    }

    @Test
    void matchesTheReferenceRegardlessOfDeliveryOrder() throws IOException {
        PettyHome home = new PettyHome(folder.resolve("home"));
        FeedbackFolder atOnce = new FeedbackFolder(folder.resolve("feedback"));
        delivered.forEach((one, key) -> atOnce.write(key, one));

        home.command("run", "--raw", raw, "--feedback", atOnce.folder());

        assertEqualToReference(home);
        timelines
                .keySet()
                .forEach(day -> RowsAssert.assertThatRows(home.export("feedback", day))
                        .as("feedback of %s", day)
                        .ignoring("user_key")
                        .matches(ReferenceFeedback.rows(day, feedback, delivered, recorded)));
        assertThat(home.command("status")).doesNotContain("stale");
        assertIndependentOfDelivery(home);
        assertCarriedOver(home, atOnce);
    }

    /** Removes readings, which changes many events. Their feedback must be carried over to the new events. */
    private void assertCarriedOver(PettyHome home, FeedbackFolder all) throws IOException {
        RawFolder changedRaw = new RawFolder(raw);
        Random random = new Random(11);
        for (Path file : changedRaw.files()) {
            String kept;
            try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                kept = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> random.nextInt(12) > 0)
                        .collect(Collectors.joining("\n"));
            }
            Files.write(file, RawFolder.gzip(kept.getBytes(StandardCharsets.UTF_8)));
        }
        SortedMap<LocalDate, List<Map<String, @Nullable Object>>> changed =
                ReferenceLake.of(changedRaw).timelineRows();
        ReferenceFeedback.fold(changed, feedback, recorded);
        List<String> movedTo = new ArrayList<>();
        for (ReferenceFeedback one : recorded.keySet()) {
            String event =
                    ReferenceFeedback.event(one, changed.getOrDefault(one.eventDay(), List.of()), recorded.get(one));
            if (event == null || !event.equals(one.eventId())) {
                movedTo.add(String.valueOf(event));
            }
        }
        assertThat(movedTo).contains("null").hasSizeGreaterThan(20);
        assertThat(movedTo.stream().filter(event -> event.startsWith("evt_"))).hasSizeGreaterThan(20);

        home.command("run", "--raw", raw, "--feedback", all.folder());
        home.command("backfill", "--from", FIRST, "--to", FIRST.plusDays(DAYS), "--only", "stale");

        changed.forEach((day, rows) -> RowsAssert.assertThatRows(home.export("timelines", day))
                .as("timelines of %s after a change of its readings", day)
                .matches(rows));
    }

    /**
     * Delivers the same documents in another order, under other names, some of them twice, and over several runs. The
     * first runs fold feedback before most days are ingested.
     */
    private void assertIndependentOfDelivery(PettyHome home) {
        Random random = new Random(7);
        List<ReferenceFeedback> shuffled = new ArrayList<>(feedback);
        Collections.shuffle(shuffled, random);
        PettyHome other = new PettyHome(folder.resolve("other"));
        FeedbackFolder split = new FeedbackFolder(folder.resolve("split"));
        int runs = 3;
        for (int run = 0; run < runs; run++) {
            for (int i = run * shuffled.size() / runs; i < (run + 1) * shuffled.size() / runs; i++) {
                split.write("z%d/%d".formatted(random.nextInt(9), i), shuffled.get(i));
                if (random.nextInt(10) == 0) {
                    split.write("again-%d".formatted(i), shuffled.get(i));
                }
            }
            other.command("run", "--raw", raw, "--feedback", split.folder(), "--date", FIRST.plusDays(run));
        }
        other.command("backfill", "--from", FIRST, "--to", FIRST.plusDays(DAYS));
        other.command("backfill", "--from", FIRST, "--to", FIRST.plusDays(DAYS), "--only", "stale");

        assertThat(other.exports("timelines", "summaries").equals(home.exports("timelines", "summaries")))
                .as("byte-equal timelines and summaries")
                .isTrue();
        assertThat(withoutKeys(other).equals(withoutKeys(home)))
                .as("byte-equal feedback except for the documents' keys and the ends of recorded events")
                .isTrue();
    }

    /**
     * Returns the exports without the documents' keys and the ends of recorded events. An event may be shorter when its
     * feedback is first folded, and grow with later readings.
     */
    private static Map<String, String> withoutKeys(PettyHome home) {
        Map<String, String> exports = home.exports("feedback");
        exports.replaceAll((day, text) -> text.replaceAll(",\"(delivered|about_end)\":\"[^\"]*\"", ""));
        return exports;
    }

    private void assertEqualToReference(PettyHome home) {
        timelines.forEach((day, rows) -> RowsAssert.assertThatRows(home.export("timelines", day))
                .as("timelines of %s", day)
                .matches(rows));
        assertThat(timelines.values().stream()
                        .flatMap(List::stream)
                        .map(row -> String.valueOf(Objects.requireNonNull(row.get("review")))))
                .contains("confirmed", "rejected", "disputed", "unreviewed");
    }
}
