package io.petty.cli.render;

import io.petty.timeline.Event;
import io.petty.timeline.Review;
import io.petty.timeline.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The table of a day's longest events. */
final class LongestEvents {
    private static final int SHOWN = 8;
    /** The width of the whole table in columns. On a narrower terminal, the last columns move below their event. */
    private static final int WIDE = 80;

    private static final String NOTES_MARGIN = " ".repeat(19);

    private LongestEvents() {}

    /** Returns the table, longest first; events of equal length are in time order. Every line ends with a line feed. */
    static String text(ShownDay shown, int columns, boolean colors) {
        boolean wide = columns >= WIDE;
        String head = String.format(Locale.ROOT, "%-33s %11s  %12s", "Longest events", "length", "bpm");
        StringBuilder table = new StringBuilder();
        table.append(colors ? Ink.BOLD : "")
                .append(head)
                .append(wide ? "  distance confidence" : "")
                .append(colors ? Ink.RESET : "")
                .append('\n');
        Comparator<Span> order =
                Comparator.comparingLong((Span span) -> -span.length()).thenComparingLong(Span::start);
        for (Span span : shown.spans().stream().sorted(order).limit(SHOWN).toList()) {
            row(table, shown, span, columns);
        }
        return table.toString();
    }

    private static void row(StringBuilder table, ShownDay shown, Span span, int columns) {
        // The figures belong to single events. If a span has several, each gets a line of its own.
        Event event = span.events().size() == 1 ? span.events().get(0) : null;
        boolean wide = columns >= WIDE;
        String distance = event == null || event.distance() == null ? "" : HumanText.distance(event.distance());
        String row = String.format(
                Locale.ROOT,
                "%s–%s  %-14s %11s",
                TimeOfDay.text(shown.day(), span.start()),
                TimeOfDay.text(shown.day(), span.end()),
                span.behavior().label(),
                HumanText.duration(span.length()));
        if (event != null) {
            row += String.format(Locale.ROOT, "  %12s", heartRate(event));
            if (wide) {
                row += String.format(Locale.ROOT, "  %8s %10.2f", distance, event.confidence());
            }
        }
        table.append(row);
        List<String> notes = new ArrayList<>();
        if (span.startsBefore()) {
            notes.add("began before the day");
        }
        if (span.endsAfter()) {
            notes.add("continues after the day");
        }
        if (event != null) {
            notes.addAll(notes(event, wide ? "" : distance, !wide));
        }
        if (row.length() + 2 + String.join(", ", notes).length() <= columns) {
            table.append(notes.isEmpty() ? "" : "  ").append(String.join(", ", notes));
        } else {
            table.append(below(notes, columns));
        }
        if (event == null) {
            span.events().forEach(part -> table.append(below(partNotes(part), columns)));
        }
        table.append('\n');
    }

    private static String heartRate(Event event) {
        return event.heartRateMean() == null
                ? "none"
                : String.format(Locale.ROOT, "%.1f ± %.1f", event.heartRateMean(), event.heartRateDeviation());
    }

    /** Returns the notes on one of several events that form one span. */
    private static List<String> partNotes(Event event) {
        List<String> notes = new ArrayList<>();
        notes.add("%s UTC %s–%s"
                .formatted(
                        event.day(),
                        TimeOfDay.text(event.day(), event.start()),
                        TimeOfDay.text(event.day(), event.end())));
        notes.add(heartRate(event) + " bpm");
        notes.addAll(notes(event, event.distance() == null ? "" : HumanText.distance(event.distance()), true));
        return notes;
    }

    /** Returns notes on lines of their own, as many per line as fit. */
    private static String below(List<String> notes, int columns) {
        StringBuilder text = new StringBuilder();
        int width = columns;
        for (String note : notes) {
            // Leaves space for the comma after the note.
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
