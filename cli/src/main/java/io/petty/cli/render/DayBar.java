package io.petty.cli.render;

import io.petty.timeline.Behavior;
import java.util.List;

/** Draws the cells of a day as characters, either colored blocks or plain letters. */
final class DayBar {
    /** Marks time that isn't published yet. */
    static final char UNPUBLISHED = '·';

    private static final String HEIGHTS = " ▁▂▃▄▅▆▇█";

    private final boolean colors;

    DayBar(boolean colors) {
        this.colors = colors;
    }

    /** One bar with, in each cell, the behavior that covers most of it. */
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
     * The bar of one behavior. How much of its cell it covers shows as a block's height, or else as a small letter for
     * less than half; what occurs at all always shows.
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

    /** A behavior with the mark that stands for it. */
    String legend(Behavior behavior) {
        String mark = String.valueOf(mark(behavior));
        return (colors ? Ink.color(behavior) + mark + Ink.RESET : mark) + " " + behavior.label();
    }

    private char mark(Behavior behavior) {
        return colors ? '█' : BehaviorLook.of(behavior).letter();
    }

    /** The hours over a bar: 00, 03 and so on to 24, each beginning where its hour does. */
    static String hours(ShownDay shown, DayCells cells) {
        StringBuilder hours = new StringBuilder();
        for (HourMark mark : HourMark.of(shown.day())) {
            hours.append(" ".repeat(Math.max(0, cells.at(mark.time()) - hours.length())))
                    .append(mark.label());
        }
        return hours.toString();
    }

    /** The ticks below {@link #hours}. */
    static String ticks(ShownDay shown, DayCells cells) {
        StringBuilder ticks = new StringBuilder("-".repeat(cells.count() + 1));
        HourMark.of(shown.day()).forEach(mark -> ticks.setCharAt(cells.at(mark.time()), '+'));
        return ticks.toString();
    }

    static List<Behavior> occurring(DayCells cells) {
        return BehaviorLook.ORDER.stream().filter(cells::occurs).toList();
    }
}
