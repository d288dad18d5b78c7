package io.petty.scheduler;

import io.petty.lake.Publication;
import io.petty.lake.Publications;
import java.time.LocalDate;
import java.util.List;

/** Finds a day's publication, or says which days have one. */
final class PublishedDays {
    private PublishedDays() {}

    /** @throws IllegalStateException when the day isn't published, naming the nearest that are */
    static Publication require(Publications publications, LocalDate day) {
        return publications.current(day).orElseThrow(() -> {
            List<LocalDate> days = publications.days();
            if (days.isEmpty()) {
                return new IllegalStateException(
                        "%s is not published, and no other day is: ./petty run comes first".formatted(day));
            }
            String before = days.stream()
                    .filter(published -> published.isBefore(day))
                    .reduce((first, second) -> second)
                    .map(nearest -> " before it " + nearest)
                    .orElse("");
            String after = days.stream()
                    .filter(published -> published.isAfter(day))
                    .findFirst()
                    .map(nearest -> " after it " + nearest)
                    .orElse("");
            String and = before.isEmpty() || after.isEmpty() ? "" : ",";
            return new IllegalStateException(
                    "%s is not published; the nearest day that is:%s%s%s".formatted(day, before, and, after));
        });
    }
}
