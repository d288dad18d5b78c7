package io.petty.api.timeline;

import io.petty.api.http.DayRange;
import io.petty.api.http.ProblemException;
import io.petty.api.http.ProblemKind;
import io.petty.api.http.QueryParameters;
import io.petty.lake.Publication;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The days of a range that one answer shows.
 *
 * @param publications one a day, so that a day is never of two; in order
 * @param unpublished the days up to the last of the page that no run published
 * @param next the last day of the page, after which the next one begins; null for the last page
 */
record DayPage(
        List<Publication> publications,
        List<LocalDate> unpublished,
        @Nullable LocalDate next) {
    /** How many days an answer has unless another limit is given. */
    static final int USUAL_DAYS = 31;

    /**
     * The page that {@code limit} and {@code after} ask for.
     *
     * @throws ProblemException when a day was asked for by its date and isn't published
     */
    static DayPage of(DayPublications days, DayRange range, QueryParameters parameters) {
        int limit = parameters.whole("limit", 1, DayRange.MOST_DAYS, USUAL_DAYS);
        LocalDate after = parameters.date("after");
        Map<LocalDate, Publication> published = new HashMap<>();
        all(days, range).forEach(publication -> published.put(publication.eventDay(), publication));
        List<Publication> shown = new ArrayList<>();
        List<LocalDate> unpublished = new ArrayList<>();
        LocalDate first = after == null || after.isBefore(range.from()) ? range.from() : after.plusDays(1);
        for (LocalDate day = first; !day.isAfter(range.to()); day = day.plusDays(1)) {
            if (shown.size() + unpublished.size() == limit) {
                return new DayPage(shown, unpublished, day.minusDays(1));
            }
            Publication publication = published.get(day);
            if (publication == null) {
                unpublished.add(day);
            } else {
                shown.add(publication);
            }
        }
        return new DayPage(shown, unpublished, null);
    }

    /**
     * All publications of a range, in order.
     *
     * @throws ProblemException when it is a day asked for by its date that has none, naming the nearest days that have one
     */
    static List<Publication> all(DayPublications days, DayRange range) {
        List<Publication> published = days.between(range.from(), range.to());
        if (published.isEmpty() && range.single()) {
            throw notPublished(range.from() + " is not published", days.before(range.from()), days.after(range.to()));
        }
        return published;
    }

    /** A problem that names the nearest days that can be shown. */
    static ProblemException notPublished(String detail, @Nullable LocalDate before, @Nullable LocalDate after) {
        Map<String, @Nullable String> nearest = new HashMap<>();
        nearest.put("before", text(before));
        nearest.put("after", text(after));
        return new ProblemException(ProblemKind.DAY_NOT_PUBLISHED, detail).with("nearest", nearest);
    }

    private static @Nullable String text(@Nullable LocalDate day) {
        return day == null ? null : day.toString();
    }
}
