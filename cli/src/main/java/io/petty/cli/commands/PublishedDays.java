package io.petty.cli.commands;

import io.petty.lake.NoDataException;
import io.petty.lake.Publication;
import io.petty.lake.Publications;
import io.petty.timeline.LocalDay;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the publications of days, or names the nearest published days. */
final class PublishedDays {
    private PublishedDays() {}

    /** @throws NoDataException if the day isn't published; the message names the nearest published days */
    static Publication require(Publications publications, LocalDate day) {
        return publications
                .current(day)
                .orElseThrow(() -> notPublished(
                        "%s is not published".formatted(day), day, publications.days(), publications.days()));
    }

    /**
     * Returns the publications of the UTC days that a local day overlaps, by day.
     *
     * @throws NoDataException if none of them is published; the message names the nearest local days with published
     *     parts
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
     * @param before the candidates for the nearest earlier day, in order
     * @param after the candidates for the nearest later day, in order
     */
    private static NoDataException notPublished(
            String what, LocalDate day, List<LocalDate> before, List<LocalDate> after) {
        if (before.isEmpty()) {
            return new NoDataException(what + ", and no other day is; start with ./petty run");
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
        return new NoDataException("%s; nearest published days:%s%s%s".formatted(what, earlier, and, later));
    }
}
