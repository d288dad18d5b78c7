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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The days on one page of a range. A UTC day is a local day of the zone UTC, and its only part is the whole day.
 *
 * @param days the days that overlap a published UTC day, in order
 * @param publications the publications of the UTC days around them; all days on a page use the same publication of a
 *     UTC day
 * @param unpublished the other days of the page
 * @param next the last day of the page, as the cursor of the next one; null for the last page
 */
record DayPage(
        List<LocalDay> days,
        Map<LocalDate, Publication> publications,
        List<LocalDate> unpublished,
        @Nullable LocalDate next) {
    /** The default number of days of a page. */
    private static final int USUAL_DAYS = 31;

    /** The number of UTC days before its date, and as many after it, that a local day of any zone can overlap. */
    private static final int AROUND = 2;

    /**
     * Returns the page for {@code limit} and {@code after}.
     *
     * @throws ProblemException if the request names one day by its date, and no part of it is published
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

    /** Returns the publications of the parts of a day, in order. */
    List<Publication> of(LocalDay day) {
        return day.parts().stream()
                .map(part -> publications.get(part.day()))
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * Returns everything that an answer depends on, except its query. That includes the start and end of days: if the
     * rules of a zone change, only the tags of the affected days change.
     *
     * @param text returns a publication as text, which differs if any field differs
     */
    String state(Function<Publication, String> text) {
        StringBuilder state = new StringBuilder();
        for (LocalDay day : days) {
            state.append(day.start()).append(' ').append(day.end());
            state.append(of(day).stream().map(text).toList());
        }
        return state.append(unpublished).append(next).toString();
    }

    private record Nearest(
            @Nullable LocalDate before, @Nullable LocalDate after) {}

    /** Returns a problem that names the nearest published days in the same zone. */
    static ProblemException notPublished(DayPublications published, LocalDay day) {
        // Uses the bounds of the day, since a day that the zone skipped has no parts.
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
