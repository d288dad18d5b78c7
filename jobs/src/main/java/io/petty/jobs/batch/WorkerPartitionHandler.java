package io.petty.jobs.batch;

import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.jobs.lease.Lease;
import io.petty.jobs.queue.PartitionMessage;
import io.petty.jobs.queue.PartitionQueue;
import io.petty.jobs.worker.PartitionClaims;
import io.petty.jobs.worker.PartitionsFailedException;
import io.petty.jobs.worker.WorkerAccess;
import io.petty.jobs.worker.Workers;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.partition.support.AbstractPartitionHandler;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Has a step's partitions done by workers: sends them to the queue and looks at their claims until all are done or given
 * up. Claims are looked at rather than the records of Spring Batch, since those call a partition completed before its
 * result is there, and don't tell a worker that died from one that works.
 */
final class WorkerPartitionHandler extends AbstractPartitionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPartitionHandler.class);
    private static final long LOOK_MILLIS = 250;

    private final WorkerAccess access;
    private final PartitionClaims claims;
    private final Workers workers;
    private final JobRepository repository;
    private final Lease lease;
    private final StopRequest stop;
    private final Progress progress;

    WorkerPartitionHandler(
            WorkerAccess access,
            DataSource dataSource,
            JobRepository repository,
            Lease lease,
            StopRequest stop,
            Progress progress) {
        this.access = access;
        this.claims = new PartitionClaims(dataSource, access.settings());
        this.workers = new Workers(dataSource, access.settings());
        this.repository = repository;
        this.lease = lease;
        this.stop = stop;
        this.progress = progress;
        setGridSize(access.settings().partitions());
    }

    @Override
    protected Set<StepExecution> doHandle(StepExecution step, Set<StepExecution> partitions) throws Exception {
        if (partitions.isEmpty()) {
            return partitions;
        }
        Map<Long, PartitionMessage> messages = new TreeMap<>();
        partitions.forEach(partition -> messages.put(partition.getId(), message(partition)));
        WorkerProgress shown = new WorkerProgress(progress, workers, messages.size());
        lease.publish(() -> claims.offer(lease.run(), messages.values()));
        try {
            send(messages.values());
            follow(messages, shown);
            partitions.forEach(this::takeRecord);
            failIfGivenUp(step, messages.size());
            return partitions;
        } finally {
            claims.withdraw(lease.run());
        }
    }

    private PartitionMessage message(StepExecution partition) {
        String name = partition.getStepName();
        return new PartitionMessage(
                name.substring(0, name.indexOf(':')),
                name,
                partition.getJobExecutionId(),
                partition.getId(),
                access.shared());
    }

    private void follow(Map<Long, PartitionMessage> messages, WorkerProgress shown)
            throws JobInterruptedException, InterruptedException {
        long limit = System.nanoTime() + access.settings().timeLimit().toNanos();
        long expiry = access.settings().expiry().toNanos();
        long nextCount = System.nanoTime() + expiry;
        boolean missing = false;
        while (true) {
            if (stop.isRequested()) {
                throw new JobInterruptedException("The run is to stop");
            }
            PartitionCounts counts = PartitionCounts.of(claims.counts(lease.run()));
            shown.look(counts);
            if (counts.open() == 0) {
                return;
            }
            if (counts.silent() > 0) {
                giveToOthers(messages);
            }
            long now = System.nanoTime();
            if (now - nextCount >= 0) {
                // The queue counts about right, so that it is only believed when it says the same twice.
                boolean fewer = counts.waiting() > 0 && isQueueShortOf(counts.waiting());
                if (fewer && missing) {
                    send(claims.sendAgain(lease.run()).stream()
                            .map(messages::get)
                            .toList());
                }
                missing = fewer;
                nextCount = now + expiry;
            }
            if (now - limit >= 0) {
                throw new PartitionsFailedException(outOfTime(counts, messages.size()));
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private void giveToOthers(Map<Long, PartitionMessage> messages) {
        List<Long> taken = claims.takeFromTheSilent(lease.run());
        Set<Long> givenUp = claims.failures(lease.run()).stream()
                .map(PartitionClaims.Failure::stepExecution)
                .collect(Collectors.toSet());
        send(taken.stream()
                .filter(partition -> !givenUp.contains(partition))
                .map(messages::get)
                .toList());
        for (Long partition : taken) {
            if (givenUp.contains(partition)) {
                putAside(Objects.requireNonNull(messages.get(partition)));
            }
        }
    }

    /** What can't be sent now is missed in the queue later, and sent again then. */
    private void send(Collection<PartitionMessage> partitions) {
        try {
            access.queue().send(List.copyOf(partitions));
        } catch (PartitionQueue.QueueException e) {
            LOG.warn("{}; trying again", e.getMessage());
        }
    }

    private void putAside(PartitionMessage partition) {
        try {
            access.queue().putAside(partition);
        } catch (PartitionQueue.QueueException e) {
            LOG.warn("{} is missing there: {}", partition.partition(), e.getMessage());
        }
    }

    private boolean isQueueShortOf(int partitions) {
        try {
            return access.queue().waiting() < partitions;
        } catch (PartitionQueue.QueueException e) {
            LOG.warn("{}; trying again", e.getMessage());
            return true;
        }
    }

    /** Takes over what a worker recorded of a partition, as if it had been done here. */
    private void takeRecord(StepExecution partition) {
        StepExecution recorded = repository.getStepExecution(partition.getId());
        if (recorded == null) {
            throw new IllegalStateException("There is no record of " + partition.getStepName());
        }
        if (recorded.getStatus().isRunning()) {
            // Its worker died and told nobody.
            recorded.setStatus(BatchStatus.FAILED);
            repository.update(recorded);
        }
        partition.setExecutionContext(recorded.getExecutionContext());
        partition.setStatus(recorded.getStatus());
        partition.setExitStatus(recorded.getExitStatus());
        if (recorded.getStartTime() != null) {
            partition.setStartTime(recorded.getStartTime());
        }
        if (recorded.getEndTime() != null) {
            partition.setEndTime(recorded.getEndTime());
        }
        partition.setReadCount(recorded.getReadCount());
        partition.setWriteCount(recorded.getWriteCount());
        partition.setFilterCount(recorded.getFilterCount());
        partition.setCommitCount(recorded.getCommitCount());
        partition.setRollbackCount(recorded.getRollbackCount());
    }

    private void failIfGivenUp(StepExecution step, int partitions) {
        List<PartitionClaims.Failure> failures = claims.failures(lease.run());
        if (failures.isEmpty()) {
            return;
        }
        PartitionClaims.Failure first = failures.get(0);
        throw new PartitionsFailedException("%s: %d of %d partitions were given up (%s); %s: %s"
                .formatted(
                        step.getStepName(),
                        failures.size(),
                        partitions,
                        failures.stream()
                                .map(PartitionClaims.Failure::partition)
                                .collect(Collectors.joining(", ")),
                        first.partition(),
                        first.reason()));
    }

    private String outOfTime(PartitionCounts counts, int partitions) {
        int alive = workers.alive().size();
        return "After petty.workers.time-limit (%s) %d of %d partitions are not done, %d of them in hand; %s"
                .formatted(
                        access.settings().timeLimit(),
                        counts.open(),
                        partitions,
                        counts.open() - counts.waiting(),
                        alive == 0
                                ? "no worker is alive: start some with ./petty worker"
                                : "%d workers are alive".formatted(alive));
    }
}
