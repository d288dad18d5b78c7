package io.petty.cdk.observability;

import io.petty.cdk.program.JobsStack;
import java.util.Map;
import software.amazon.awscdk.Duration;

/** Alarms on runs and their results, and on scheduled tasks that don't start. */
final class RunAlarms {
    private static final Duration FIVE_MINUTES = Duration.minutes(5);
    private static final Duration HOUR = Duration.hours(1);
    private static final Duration DAY = Duration.days(1);

    /**
     * Maximum time since the newest published day ended. A night starts at 03:00 and may take three hours. The same
     * limit as in docs/operating.md.
     */
    private static final double STALE_SECONDS = 30 * 3600.0;

    /** Maximum percentage of lines that are rejects. Above 5 %, a day isn't published at all. */
    private static final double MANY_REJECTS = 3;

    private RunAlarms() {}

    static void add(Alarms alarms, PettyMetrics figures) {
        alarms.above(
                "run-failed",
                "A run, or some of its days, failed. petty runs shows which and why.",
                PettyMetrics.computed(
                        "FILL(failed, 0) + FILL(days, 0)",
                        HOUR,
                        "runs and days that failed",
                        Map.of("failed", figures.runs("failed", HOUR), "days", figures.daysFailed(HOUR))),
                0,
                1);
        alarms.belowOrMissing("run-missing", "No nightly run succeeded within a day.", figures.nights(DAY), 1, 1);
        alarms.aboveOrMissing(
                "newest-day-stale",
                "The newest published day ended more than 30 hours ago, or the API doesn't log its age.",
                figures.freshness(FIVE_MINUTES),
                STALE_SECONDS,
                3);
        alarms.above(
                "reject-share",
                "More than 3 % of a night's lines are rejects; at 5 % a day isn't published.",
                PettyMetrics.computed(
                        "100 * rejects / (rejects + readings)",
                        HOUR,
                        "rejects, %",
                        Map.of("rejects", figures.rejects(HOUR), "readings", figures.readings(HOUR))),
                MANY_REJECTS,
                1);
        alarms.above(
                JobsStack.NOT_STARTED,
                "A schedule couldn't start its task. The queue of the same name has the reason.",
                figures.notStarted(FIVE_MINUTES),
                0,
                1);
    }
}
