package io.petty.api.timeline;

import static java.util.stream.Collectors.toMap;

import io.petty.api.http.DayRange;
import io.petty.api.http.ProblemException;
import io.petty.api.http.ProblemKind;
import io.petty.api.http.QueryParameters;
import io.petty.lake.Publication;
import io.petty.timeline.LocalDay;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The days of a range that one answer shows. A UTC day is a local day of the zone UTC, whose only part is the day itself.
 *
 * @param days those that overlap a published UTC day, in order
 * @param publications of the UTC days around them; one a day, so that a day is never of two
 * @param unpublished the days up to the last of the page that overlap no published UTC day
 * @param next the last day of the page, after which the next one begins; null for the last page
 */
record DayPage(
        List<LocalDay> days,
        Map<LocalDate, Publication> publications,
        List<LocalDate> unpublished,
        @Nullable LocalDate next) {
    /** How many days an answer has unless another limit is given. */
    private static final int USUAL_DAYS = 31;

    /** UTC days before and after a local day's date that it may overlap, whatever its zone has ever done. */
    private static final int AROUND = 2;

    /**
     * The page that {@code limit} and {@code after} ask for.
     *
     * @throws ProblemException when a day was asked for by its date and no part of it is published
     */
    static DayPage of(DayPublications published, DayRange range, ZoneId zone, QueryParameters parameters) {
        int limit = parameters.whole("limit", 1, DayRange.MOST_DAYS, USUAL_DAYS);
        LocalDate after = parameters.date("after");
        Map<LocalDate, Publication> publications =
                published.between(range.from().minusDays(AROUND), range.to().plusDays(AROUND)).stream()
                        .collect(toMap(Publication::eventDay, publication -> publication));
        DayPage page = new DayPage(new ArrayList<>(), publications, new ArrayList<>(), null);
        LocalDay asked = LocalDay.of(range.from(), zone);
        if (range.single() && page.of(asked).isEmpty()) {
            throw notPublished(published, asked);
        }
        LocalDate first = after == null || after.isBefore(range.from()) ? range.from() : after.plusDays(1);
        for (LocalDate date = first; !date.isAfter(range.to()); date = date.plusDays(1)) {
            if (page.days.size() + page.unpublished.size() == limit) {
                return new DayPage(page.days, publications, page.unpublished, date.minusDays(1));
            }
            LocalDay day = LocalDay.of(date, zone);
            if (page.of(day).isEmpty()) {
                page.unpublished.add(date);
            } else {
                page.days.add(day);
            }
        }
        return page;
    }

    /** The publications that a day is put together from, in order. */
    List<Publication> of(LocalDay day) {
        return day.parts().stream()
                .map(part -> publications.get(part.day()))
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * What an answer depends on beside its query. A zone's rules are in it by what they decide, where days start and end:
     * when a zone changes its rules, the tags of the days concerned change, and no others.
     */
    String state() {
        StringBuilder state = new StringBuilder();
        for (LocalDay day : days) {
            state.append(day.start()).append(' ').append(day.end()).append(of(day));
        }
        return state.append(unpublished).append(next).toString();
    }

    private record Nearest(
            @Nullable LocalDate before, @Nullable LocalDate after) {}

    /** A problem that names the nearest days of the same zone that can be shown. */
    static ProblemException notPublished(DayPublications published, LocalDay day) {
        // A day that the zone skipped has no part; its neighbours touch it.
        LocalDate before = published.before(LocalDay.utcDayOf(day.start()));
        LocalDate after = published.after(LocalDay.utcDayOf(day.end() - 1));
        Nearest nearest = new Nearest(
                before == null ? null : LocalDay.last(before, day.zone()),
                after == null ? null : LocalDay.first(after, day.zone()));
        return ProblemKind.DAY_NOT_PUBLISHED
                .problem(day.date() + " is not published")
                .with("nearest", nearest);
    }
}
