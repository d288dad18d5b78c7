package io.petty.cli.commands;

import io.petty.lake.Publication;
import io.petty.lake.Publications;
import io.petty.timeline.LocalDay;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds a day's publication, or says which days have one. */
final class PublishedDays {
    private PublishedDays() {}

    /** @throws IllegalStateException when the day isn't published, naming the nearest that are */
    static Publication require(Publications publications, LocalDate day) {
        return publications
                .current(day)
                .orElseThrow(() -> notPublished(
                        "%s is not published".formatted(day), day, publications.days(), publications.days()));
    }

    /**
     * The publications of the UTC days that a local day overlaps, by day.
     *
     * @throws IllegalStateException when none of them is published, naming the nearest local days that can be shown
     */
    static Map<LocalDate, Publication> require(Publications publications, LocalDay day) {
        Map<LocalDate, Publication> published = new TreeMap<>();
        for (LocalDay.Part part : day.parts()) {
            publications.current(part.day()).ifPresent(current -> published.put(part.day(), current));
        }
        if (published.isEmpty()) {
            ZoneId zone = day.zone();
            List<LocalDate> days = publications.days();
            throw notPublished(
                    "No part of %s in %s is published".formatted(day.date(), zone),
                    day.date(),
                    days.stream().map(utcDay -> LocalDay.last(utcDay, zone)).toList(),
                    days.stream().map(utcDay -> LocalDay.first(utcDay, zone)).toList());
        }
        return published;
    }

    /**
     * @param before the days that may be before this one, in order
     * @param after the days that may be after this one, in order
     */
    private static IllegalStateException notPublished(
            String what, LocalDate day, List<LocalDate> before, List<LocalDate> after) {
        if (before.isEmpty()) {
            return new IllegalStateException(what + ", and no other day is: ./petty run comes first");
        }
        String earlier = before.stream()
                .filter(published -> published.isBefore(day))
                .reduce((first, second) -> second)
                .map(nearest -> " before it " + nearest)
                .orElse("");
        String later = after.stream()
                .filter(published -> published.isAfter(day))
                .findFirst()
                .map(nearest -> " after it " + nearest)
                .orElse("");
        String and = earlier.isEmpty() || later.isEmpty() ? "" : ",";
        return new IllegalStateException("%s; the nearest day that is:%s%s%s".formatted(what, earlier, and, later));
    }
}
