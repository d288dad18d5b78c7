package io.petty.cli.render;

import io.petty.timeline.Behavior;
import java.util.List;

/** Draws the cells of a day as colored blocks or plain letters. */
final class DayBar {
    /** Marks time that isn't published yet. */
    static final char UNPUBLISHED = '·';

    private static final String HEIGHTS = " ▁▂▃▄▅▆▇█";

    private final boolean colors;

    DayBar(boolean colors) {
        this.colors = colors;
    }

    /** Returns a bar that shows, in each cell, the behavior that covers most of it. */
    String all(DayCells cells) {
        StringBuilder bar = new StringBuilder();
        Behavior before = null;
        for (int i = 0; i < cells.count(); i++) {
            Behavior behavior = cells.most(i);
            if (colors && behavior != before) {
                bar.append(before == null ? "" : Ink.RESET).append(behavior == null ? "" : Ink.color(behavior));
            }
            bar.append(behavior == null ? cells.isUnpublished(i) ? UNPUBLISHED : ' ' : mark(behavior));
            before = behavior;
        }
        return bar.append(colors && before != null ? Ink.RESET : "").toString();
    }

    /**
     * Returns the bar of one behavior. The height of a block shows how much of the cell the behavior covers; without
     * colors, a small letter means less than half. Any occurrence is visible.
     */
    String of(Behavior behavior, DayCells cells) {
        StringBuilder bar = new StringBuilder();
        for (int i = 0; i < cells.count(); i++) {
            double part = cells.part(behavior, i);
            char mark = mark(behavior);
            if (part == 0) {
                bar.append(' ');
            } else if (colors) {
                bar.append(HEIGHTS.charAt((int) Math.max(1, Math.round(part * 8))));
            } else {
                bar.append(part < 0.5 ? Character.toLowerCase(mark) : mark);
            }
        }
        return colors ? Ink.color(behavior) + bar + Ink.RESET : bar.toString();
    }

    /** Returns a behavior's mark and name. */
    String legend(Behavior behavior) {
        String mark = String.valueOf(mark(behavior));
        return (colors ? Ink.color(behavior) + mark + Ink.RESET : mark) + " " + behavior.label();
    }

    private char mark(Behavior behavior) {
        return colors ? '█' : BehaviorLook.of(behavior).letter();
    }

    /** Returns the hours above a bar: 00, 03 and so on to 24, each starting where its hour does. */
    static String hours(ShownDay shown, DayCells cells) {
        StringBuilder hours = new StringBuilder();
        for (HourMark mark : HourMark.of(shown.day())) {
            hours.append(" ".repeat(Math.max(0, cells.at(mark.time()) - hours.length())))
                    .append(mark.label());
        }
        return hours.toString();
    }

    /** Returns the ticks below {@link #hours}. */
    static String ticks(ShownDay shown, DayCells cells) {
        StringBuilder ticks = new StringBuilder("-".repeat(cells.count() + 1));
        HourMark.of(shown.day()).forEach(mark -> ticks.setCharAt(cells.at(mark.time()), '+'));
        return ticks.toString();
    }

    static List<Behavior> occurring(DayCells cells) {
        return BehaviorLook.ORDER.stream().filter(cells::occurs).toList();
    }
}
