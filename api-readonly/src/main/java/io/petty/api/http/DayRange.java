package io.petty.api.http;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The days of a request.
 *
 * @param from the first day
 * @param to the last day; the range has at most {@value #MOST_DAYS} days
 * @param single whether the request names one day by its date; that day must be published
 */
public record DayRange(LocalDate from, LocalDate to, boolean single) {
    /** The maximum number of days of a range. */
    public static final int MOST_DAYS = 92;

    /** Returns the range of {@code date}, or of {@code from} and {@code to}. */
    public static DayRange of(QueryParameters parameters) {
        LocalDate date = parameters.date("date");
        DayRange range = between(parameters);
        if (date != null && range != null) {
            throw ProblemException.badParameter("date", "It can't be combined with from and to");
        }
        if (date != null) {
            return new DayRange(date, date, true);
        }
        if (range == null) {
            throw ProblemException.badParameter("date", "date, or from and to, are required");
        }
        return range;
    }

    /** Returns the range of {@code from} and {@code to}; null if neither is given. */
    public static @Nullable DayRange between(QueryParameters parameters) {
        LocalDate from = parameters.date("from");
        LocalDate to = parameters.date("to");
        if (from == null && to == null) {
            return null;
        }
        if (from == null || to == null) {
            throw ProblemException.badParameter(from == null ? "from" : "to", "from and to must be given together");
        }
        if (to.isBefore(from)) {
            throw ProblemException.badParameter("to", "It must not be before from");
        }
        if (ChronoUnit.DAYS.between(from, to) >= MOST_DAYS) {
            throw ProblemException.badParameter("to", "A range has at most %d days".formatted(MOST_DAYS));
        }
        return new DayRange(from, to, false);
    }
}
