package io.petty.jobs.batch;

import io.petty.jobs.worker.PartitionClaims;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a step's partitions stand.
 *
 * @param open neither done nor given up, {@code waiting} and {@code silent} among them
 * @param silent in the hand of workers that may have died
 * @param ended done or given up
 * @param inHand by worker
 * @param done by worker
 */
record PartitionCounts(
        int open, int waiting, int silent, int ended, Map<String, Integer> inHand, Map<String, Integer> done) {

    static PartitionCounts of(List<PartitionClaims.Count> counts) {
        int waiting = 0;
        int claimed = 0;
        int silent = 0;
        int ended = 0;
        Map<String, Integer> inHand = new HashMap<>();
        Map<String, Integer> done = new HashMap<>();
        for (PartitionClaims.Count count : counts) {
            switch (count.state()) {
                case WAITING -> waiting += count.partitions();
                case CLAIMED -> {
                    claimed += count.partitions();
                    silent += count.silent();
                    if (count.worker() != null) {
                        inHand.merge(count.worker(), count.partitions(), Integer::sum);
                    }
                }
                case DONE -> {
                    ended += count.partitions();
                    if (count.worker() != null) {
                        done.merge(count.worker(), count.partitions(), Integer::sum);
                    }
                }
                case FAILED -> ended += count.partitions();
            }
        }
        return new PartitionCounts(waiting + claimed, waiting, silent, ended, inHand, done);
    }
}
