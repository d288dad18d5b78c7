package io.petty.cli.render;

import io.petty.timeline.Behavior;
import io.petty.timeline.LocalDay;
import io.petty.timeline.Summary;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes a day's summary. */
public final class SummaryText {
    private SummaryText() {}

    /**
     * Returns the summaries of the UTC days that a local day overlaps, each below a line with its part of the local
     * day. Heart rates, distances and flags are those of whole UTC days. Every line ends with a line feed.
     *
     * @param summaries the summaries by UTC day; none for a day that isn't published or has no reading of the collar
     */
    public static String ofParts(ShownDay shown, Map<LocalDate, Summary> summaries, boolean colors) {
        List<String> parts = new ArrayList<>();
        for (LocalDay.Part part : shown.day().parts()) {
            String head = "UTC day %s, here %s–%s"
                    .formatted(
                            part.day(),
                            TimeOfDay.text(shown.day(), part.start()),
                            TimeOfDay.text(shown.day(), part.end()));
            Summary summary = summaries.get(part.day());
            String lines = "%s\n".formatted(shown.unpublished().contains(part) ? "Not published yet" : "No readings");
            parts.add((colors ? Ink.BOLD + head + Ink.RESET : head) + "\n"
                    + (summary == null ? lines : of(summary, colors)));
        }
        return String.join("\n", parts);
    }

    /** Returns the summary. Every line ends with a line feed. */
    public static String of(Summary summary, boolean colors) {
        LocalDate day = summary.day();
        StringBuilder text = new StringBuilder();
        line(
                text,
                "Readings",
                "%s, %s–%s"
                        .formatted(
                                HumanText.wholeCount(summary.readings()),
                                TimeOfDay.text(day, summary.firstReading()),
                                TimeOfDay.text(day, summary.lastReading())));
        line(
                text,
                "Heart rate",
                summary.heartRateMean() == null
                        ? "none measured"
                        : String.format(
                                Locale.ROOT,
                                "lowest %.1f, mean %.1f, highest %.1f bpm",
                                summary.heartRateMin(),
                                summary.heartRateMean(),
                                summary.heartRateMax()));
        Double resting = summary.restingHeartRate();
        line(
                text,
                "Resting",
                resting == null ? "none measured at rest" : String.format(Locale.ROOT, "%.1f bpm", resting));
        line(text, "Distance", HumanText.distance(summary.distance()));
        line(text, "Events", HumanText.wholeCount(summary.events()));
        for (String flag : summary.flags()) {
            String words = "%s (%s)".formatted(FlagText.of(flag), flag);
            line(text, "Flag", colors ? Ink.color(Behavior.ALERT) + words + Ink.RESET : words);
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append(TimelineDrawing.padded(label, 12)).append(value).append('\n');
    }
}
