package io.petty.lake;

import io.petty.lake.database.LakeDatabase;
import java.time.Clock;

/**
 * The records of a lake in its database: deliveries, feedback, publications and runs.
 *
 * @param history of the runs, with their steps
 */
public record LakeRecords(
        Deliveries deliveries, FeedbackDeliveries feedback, Publications publications, Runs runs, RunHistory history) {
    public static LakeRecords of(LakeDatabase database, Clock clock) {
        return new LakeRecords(
                new Deliveries(database, clock),
                new FeedbackDeliveries(database),
                new Publications(database),
                new Runs(database, clock),
                new RunHistory(database));
    }
}
