package io.petty.cli.render;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;

/** Days in a sentence. */
public final class DayList {
    private static final int SHOWN = 5;

    private DayList() {}

    /** Names a few days and counts the rest. */
    public static String text(List<LocalDate> days) {
        if (days.isEmpty()) {
            return "nothing new";
        }
        String shown = days.stream().limit(SHOWN).map(LocalDate::toString).collect(Collectors.joining(", "));
        return days.size() <= SHOWN ? shown : "%s and %d more".formatted(shown, days.size() - SHOWN);
    }
}
