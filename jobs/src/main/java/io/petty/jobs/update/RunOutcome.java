package io.petty.jobs.update;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a run.
 *
 * @param run its number; null if everything was up to date and nothing was done
 * @param ingested delivery days that were ingested
 * @param findings the findings in the raw root
 * @param published event days that were published
 * @param folded published days into which only feedback was folded
 * @param feedback whether feedback documents were read
 * @param fresh the requested event days that were up to date; empty if anything was done
 * @param failures the failures in the order of their occurrence
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
     * A failed day, or the failure of feedback documents.
     *
     * @param day null for feedback documents
     * @param audit whether the data failed the audit, in which case a retry with the same data doesn't help
     */
    public record Failure(@Nullable LocalDate day, boolean audit, String message) {
        /** Returns the failed day, or {@code feedback}. */
        public String what() {
            return day == null ? "feedback" : day.toString();
        }
    }
}
