package io.petty.cdk.observability;

import io.petty.cdk.program.WorkersStack;
import java.util.Map;
import software.amazon.awscdk.Duration;

/** Alarms on Spark workers, and on the function that starts and ends them. */
final class WorkerAlarms {
    private static final Duration FIVE_MINUTES = Duration.minutes(5);

    /** Maximum percentage of workers that are missing. */
    private static final double MANY_WORKERS = 50;

    private WorkerAlarms() {}

    static void add(Alarms alarms, PettyMetrics figures) {
        alarms.above(
                "workers-missing",
                "Fewer than half of a run's Spark workers are running. Spot may have no capacity, or they can't start.",
                PettyMetrics.computed(
                        "IF(wanted > 0, 100 - 100 * FILL(running, 0) / wanted, 0)",
                        FIVE_MINUTES,
                        "workers that are missing, %",
                        Map.of(
                                "wanted", figures.workersWanted(FIVE_MINUTES),
                                "running", figures.workersRunning(FIVE_MINUTES))),
                MANY_WORKERS,
                3);
        alarms.above(
                "follow-run-failed",
                "The function that starts and ends Spark workers fails. Workers may be missing, or keep running without a run.",
                figures.functionErrors(WorkersStack.FUNCTION, FIVE_MINUTES),
                0,
                3);
    }
}
