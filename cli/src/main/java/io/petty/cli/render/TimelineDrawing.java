package io.petty.cli.render;

import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** Draws a collar's day as text, for a terminal with colors or as plain letters. */
public final class TimelineDrawing {
    /** Numbers of cells for wide to narrow terminals: cells of 10, 15, 20, 30 and 60 minutes. */
    private static final int[] CELLS = {144, 96, 72, 48, 24};

    private static final int LINE_CELLS = 48;
    private static final int LABEL = 14;
    /** The width of a row without its cells: label, length, share and the spaces between them. */
    private static final int BESIDE_CELLS = LABEL + 1 + 1 + 11 + 1 + 4;

    private TimelineDrawing() {}

    /**
     * Returns the output of {@code petty timeline}: bars over 24 hours, the longest events and the summary. Every line
     * ends with a line feed.
     *
     * @param summary the lines below the events, each with a line feed; may be empty
     * @param columns the terminal's width, at least 60
     * @param colors whether escape codes may be used
     */
    public static String day(String collarId, ShownDay shown, String summary, int columns, boolean colors) {
        StringBuilder page = new StringBuilder();
        String title = colors ? Ink.BOLD + collarId + Ink.RESET : collarId;
        page.append(title).append("  ").append(shown.title()).append("\n\n");
        if (shown.spans().isEmpty()) {
            return page.append("No events.\n").toString();
        }
        DayCells cells = new DayCells(shown, cellsFor(shown, columns));
        bars(page, shown, cells, colors);
        legend(page, shown, cells, columns, colors);
        page.append('\n').append(LongestEvents.text(shown, columns, colors));
        if (!summary.isEmpty()) {
            page.append('\n').append(summary);
        }
        return page.toString();
    }

    /** Returns the number of the finest cells that fit. */
    static int cellsFor(ShownDay shown, int columns) {
        for (int cells : CELLS) {
            if (DayCells.count(shown, cells) + BESIDE_CELLS <= columns) {
                return cells;
            }
        }
        return CELLS[CELLS.length - 1];
    }

    private static void bars(StringBuilder page, ShownDay shown, DayCells cells, boolean colors) {
        DayBar bar = new DayBar(colors);
        String margin = " ".repeat(LABEL + 1);
        String faint = colors ? Ink.FAINT : "";
        String reset = colors ? Ink.RESET : "";
        page.append(faint)
                .append(margin)
                .append(DayBar.hours(shown, cells))
                .append(reset)
                .append('\n');
        page.append(faint)
                .append(margin)
                .append(DayBar.ticks(shown, cells))
                .append(reset)
                .append('\n');
        row(page, "Observed", bar.all(cells), cells.total(), cells.total());
        page.append('\n');
        for (Behavior behavior : DayBar.occurring(cells)) {
            row(page, behavior.label(), bar.of(behavior, cells), cells.total(behavior), cells.total());
        }
    }

    private static void row(StringBuilder page, String label, String bar, long part, long whole) {
        page.append(padded(label, LABEL))
                .append(' ')
                .append(bar)
                .append(String.format(Locale.ROOT, " %11s %4s", HumanText.duration(part), HumanText.share(part, whole)))
                .append('\n');
    }

    private static void legend(StringBuilder page, ShownDay shown, DayCells cells, int columns, boolean colors) {
        DayBar bar = new DayBar(colors);
        int width = 0;
        page.append('\n');
        for (Behavior behavior : DayBar.occurring(cells)) {
            int entry = 2 + behavior.label().length();
            if (width > 0 && width + 2 + entry > columns) {
                page.append('\n');
                width = 0;
            }
            page.append(width == 0 ? "" : "  ").append(bar.legend(behavior));
            width += entry + (width == 0 ? 0 : 2);
        }
        page.append("\nA cell is %d min; ".formatted(cells.cellMillis() / 60_000))
                .append(colors ? "a low block: part of it" : "a small letter: less than half of it")
                .append(
                        shown.unpublished().isEmpty()
                                ? ".\n"
                                : "; %c not published yet.\n".formatted(DayBar.UNPUBLISHED));
    }

    /**
     * Returns one line for a collar's day, without a line feed: date, collar, 48 cells of half an hour, number of
     * events.
     *
     * @param collarColumns the width of collars' ids, so that lines of several collars align
     */
    public static String line(String collarId, LocalDate day, List<Event> events, int collarColumns, boolean colors) {
        String bar = new DayBar(colors).all(new DayCells(ShownDay.utc(day, events), LINE_CELLS));
        return "%s  %s  %s  %d %s"
                .formatted(
                        day,
                        padded(collarId, collarColumns),
                        bar,
                        events.size(),
                        events.size() == 1 ? "event" : "events");
    }

    /** Returns the legend of {@link #line}: every behavior, without a line feed. */
    public static String legend(boolean colors) {
        DayBar bar = new DayBar(colors);
        return String.join("  ", BehaviorLook.ORDER.stream().map(bar::legend).toList());
    }

    static String padded(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - text.length()));
    }
}
