package io.petty.jobs.batch;

import io.petty.jobs.Progress;
import io.petty.jobs.worker.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows how far workers are with a step: partitions and readings in all, and what each worker did of them. */
final class WorkerProgress {
    private final Progress progress;
    private final Workers workers;
    private final Map<String, Workers.Worker> before = new HashMap<>();
    private int ended;
    private long readings;

    WorkerProgress(Progress progress, Workers workers, int partitions) {
        this.progress = progress;
        this.workers = workers;
        workers.alive().forEach(worker -> before.put(worker.id(), worker));
        progress.begin(progress.phase().name(), "partitions", partitions);
    }

    void look(PartitionCounts counts) {
        progress.unitsDone(counts.ended() - ended);
        ended = counts.ended();
        List<Progress.Worker> done = new ArrayList<>();
        long now = 0;
        for (Workers.Worker worker : workers.alive()) {
            Workers.Worker earlier = before.get(worker.id());
            long read = worker.readings() - (earlier == null ? 0 : earlier.readings());
            now += read;
            done.add(new Progress.Worker(
                    worker.process(),
                    counts.done().getOrDefault(worker.id(), 0),
                    counts.inHand().getOrDefault(worker.id(), 0),
                    read));
        }
        // What a worker that died had read is read again by another.
        progress.addReadings(Math.max(0, now - readings));
        readings = Math.max(readings, now);
        progress.workers(done);
    }
}
