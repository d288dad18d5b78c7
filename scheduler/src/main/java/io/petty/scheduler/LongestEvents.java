package io.petty.scheduler;

import io.petty.timeline.Event;
import io.petty.timeline.Review;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The table of a day's longest events. */
final class LongestEvents {
    private static final int SHOWN = 8;
    /** The columns the whole table takes; in less, what would stand last goes below its event. */
    private static final int WIDE = 80;

    private static final String NOTES_MARGIN = " ".repeat(19);

    private LongestEvents() {}

    /** Longest first, of equals the earlier one; every line ends with a line feed. */
    static String text(LocalDate day, List<Event> events, int columns, boolean colors) {
        boolean wide = columns >= WIDE;
        String head = String.format(Locale.ROOT, "%-33s %11s  %12s", "Longest events", "length", "bpm");
        StringBuilder table = new StringBuilder();
        table.append(colors ? Ink.BOLD : "")
                .append(head)
                .append(wide ? "  distance confidence" : "")
                .append(colors ? Ink.RESET : "")
                .append('\n');
        Comparator<Event> order = Comparator.comparingLong((Event event) -> event.start() - event.end())
                .thenComparingLong(Event::start);
        for (Event event : events.stream().sorted(order).limit(SHOWN).toList()) {
            row(table, day, event, columns);
        }
        return table.toString();
    }

    private static void row(StringBuilder table, LocalDate day, Event event, int columns) {
        boolean wide = columns >= WIDE;
        String heartRate = event.heartRateMean() == null
                ? "none"
                : String.format(Locale.ROOT, "%.1f ± %.1f", event.heartRateMean(), event.heartRateDeviation());
        String distance = event.distance() == null ? "" : HumanText.distance(event.distance());
        String row = String.format(
                Locale.ROOT,
                "%s–%s  %-14s %11s  %12s",
                TimeOfDay.text(day, event.start()),
                TimeOfDay.text(day, event.end()),
                event.behavior().label(),
                HumanText.duration(event.end() - event.start()),
                heartRate);
        if (wide) {
            row += String.format(Locale.ROOT, "  %8s %10.2f", distance, event.confidence());
        }
        table.append(row);
        List<String> notes = notes(event, wide ? "" : distance, !wide);
        if (row.length() + 2 + String.join(", ", notes).length() <= columns) {
            table.append(notes.isEmpty() ? "" : "  ").append(String.join(", ", notes));
        } else {
            table.append(below(notes, columns));
        }
        table.append('\n');
    }

    /** Notes on lines of their own, each line as long as it may be. */
    private static String below(List<String> notes, int columns) {
        StringBuilder text = new StringBuilder();
        int width = columns;
        for (String note : notes) {
            // What follows a note is a comma, be it at the end of its line.
            boolean fits = width + 2 + note.length() + 1 <= columns;
            if (!text.isEmpty()) {
                text.append(',');
            }
            text.append(fits ? " " : "\n" + NOTES_MARGIN).append(note);
            width = (fits ? width + 2 : NOTES_MARGIN.length()) + note.length();
        }
        return text.toString();
    }

    private static List<String> notes(Event event, String distance, boolean confidence) {
        List<String> notes = new ArrayList<>();
        if (!distance.isEmpty()) {
            notes.add(distance);
        }
        if (confidence) {
            notes.add(String.format(Locale.ROOT, "confidence %.2f", event.confidence()));
        }
        if (event.fetchCycles() != null) {
            notes.add(event.fetchCycles() + " fetch cycles");
        }
        if (event.review() != Review.UNREVIEWED) {
            notes.add(event.review().label());
        }
        if (event.correctedBehavior() != null) {
            notes.add("owners say " + event.correctedBehavior());
        }
        return notes;
    }
}
