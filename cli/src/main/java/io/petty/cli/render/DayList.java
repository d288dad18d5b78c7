package io.petty.cli.render;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Writes one or more days as a part of a sentence. */
public final class DayList {
    private static final int SHOWN = 5;

    private DayList() {}

    /**
     * Writes one day as {@code event day 2026-11-20}, and several as {@code 3 event days (2026-11-19 to 2026-11-21)}.
     *
     * @param name the kind of day
     */
    public static String range(String name, Collection<LocalDate> days) {
        LocalDate first = Collections.min(days);
        return days.size() == 1
                ? "%s %s".formatted(name, first)
                : "%,d %ss (%s to %s)".formatted(days.size(), name, first, Collections.max(days));
    }

    /** Lists up to five days and counts the rest. */
    public static String text(List<LocalDate> days) {
        if (days.isEmpty()) {
            return "nothing new";
        }
        String shown = days.stream().limit(SHOWN).map(LocalDate::toString).collect(Collectors.joining(", "));
        return days.size() <= SHOWN ? shown : "%s and %d more".formatted(shown, days.size() - SHOWN);
    }
}
