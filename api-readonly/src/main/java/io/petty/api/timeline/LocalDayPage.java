package io.petty.api.timeline;

import io.petty.api.http.DayRange;
import io.petty.api.http.ProblemException;
import io.petty.api.http.QueryParameters;
import io.petty.lake.Publication;
import io.petty.timeline.LocalDay;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The local days of a range that one answer shows.
 *
 * @param days those that overlap a published UTC day, in order
 * @param publications of the UTC days around them; one a day, so that a day is never of two
 * @param unpublished the local days up to the last of the page that overlap no published UTC day
 * @param next the last day of the page, after which the next one begins; null for the last page
 */
record LocalDayPage(
        List<LocalDay> days,
        Map<LocalDate, Publication> publications,
        List<LocalDate> unpublished,
        @Nullable LocalDate next) {
    /** UTC days before and after a local day's date that it may overlap, whatever its zone has ever done. */
    private static final int AROUND = 2;

    /**
     * The page that {@code limit} and {@code after} ask for.
     *
     * @throws ProblemException when a day was asked for by its date and no part of it is published
     */
    static LocalDayPage of(DayPublications published, DayRange range, ZoneId zone, QueryParameters parameters) {
        int limit = parameters.whole("limit", 1, DayRange.MOST_DAYS, DayPage.USUAL_DAYS);
        LocalDate after = parameters.date("after");
        Map<LocalDate, Publication> publications = new HashMap<>();
        published
                .between(range.from().minusDays(AROUND), range.to().plusDays(AROUND))
                .forEach(publication -> publications.put(publication.eventDay(), publication));
        List<LocalDay> shown = new ArrayList<>();
        List<LocalDate> unpublished = new ArrayList<>();
        LocalDate first = after == null || after.isBefore(range.from()) ? range.from() : after.plusDays(1);
        for (LocalDate date = first; !date.isAfter(range.to()); date = date.plusDays(1)) {
            if (shown.size() + unpublished.size() == limit) {
                return new LocalDayPage(shown, publications, unpublished, date.minusDays(1));
            }
            LocalDay day = LocalDay.of(date, zone);
            if (day.parts().stream().anyMatch(part -> publications.containsKey(part.day()))) {
                shown.add(day);
            } else if (range.single()) {
                throw notPublished(published, day);
            } else {
                unpublished.add(date);
            }
        }
        return new LocalDayPage(shown, publications, unpublished, null);
    }

    /** The publications that a day is put together from, in order. */
    List<Publication> of(LocalDay day) {
        List<Publication> of = new ArrayList<>();
        for (LocalDay.Part part : day.parts()) {
            Publication publication = publications.get(part.day());
            if (publication != null) {
                of.add(publication);
            }
        }
        return of;
    }

    /**
     * What an answer depends on beside its query. A zone's rules are in it by what they decide, where days start and end:
     * when a zone changes its rules, the tags of the days concerned change, and no others.
     */
    String state() {
        StringBuilder state = new StringBuilder();
        for (LocalDay day : days) {
            state.append(day.start()).append(' ').append(day.end()).append('\n').append(PublicationState.of(of(day)));
        }
        return state.append(unpublished).append(next).toString();
    }

    private static ProblemException notPublished(DayPublications published, LocalDay day) {
        // A day that the zone skipped has no part; its neighbours touch it.
        LocalDate before = published.before(LocalDay.utcDayOf(day.start()));
        LocalDate after = published.after(LocalDay.utcDayOf(day.end() - 1));
        return DayPage.notPublished(
                "No part of %s in the zone is published".formatted(day.date()),
                before == null ? null : LocalDay.last(before, day.zone()),
                after == null ? null : LocalDay.first(after, day.zone()));
    }
}
