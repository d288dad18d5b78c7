package io.petty.jobs.update;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param run its number; null when everything was fresh and nothing was done
 * @param ingested delivery days that were ingested
 * @param findings what was found in the raw root that is no reading and no reject
 * @param published event days that were published
 * @param folded those of the published days into which only feedback was folded
 * @param feedback whether feedback documents were read
 * @param fresh event days that were asked for and found fresh; only when nothing was run
 * @param failures what failed, by day, in the order it did
 */
public record RunOutcome(
        @Nullable Long run,
        List<LocalDate> ingested,
        DeliveryFindings findings,
        List<LocalDate> published,
        List<LocalDate> folded,
        boolean feedback,
        List<LocalDate> fresh,
        List<Failure> failures) {
    public RunOutcome {
        ingested = List.copyOf(ingested);
        published = List.copyOf(published);
        folded = List.copyOf(folded);
        fresh = List.copyOf(fresh);
        failures = List.copyOf(failures);
    }

    /**
     * A day that failed.
     *
     * @param day null for feedback, which is of no one day
     * @param audit whether its data failed the audit, so that trying again with the same data can't help
     */
    public record Failure(@Nullable LocalDate day, boolean audit, String message) {
        /** What failed, for people. */
        public String what() {
            return day == null ? "feedback" : day.toString();
        }
    }
}
