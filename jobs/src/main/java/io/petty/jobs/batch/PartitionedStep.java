package io.petty.jobs.batch;

import io.petty.jobs.StopRequest.StoppedException;
import io.petty.jobs.partition.Partition;
import io.petty.jobs.partition.PartitionOutcomes;
import io.petty.jobs.partition.PartitionResult;
import java.io.Serializable;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.listener.CompositeStepExecutionListener;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.partition.support.DefaultStepExecutionAggregator;
import org.springframework.batch.core.partition.support.SimpleStepExecutionSplitter;
import org.springframework.batch.core.step.AbstractStep;
import org.springframework.batch.core.step.StepExecution;

/**
 * A step that is divided into partitions. Each has its own record, so a restart executes only those that aren't
 * completed. The engine does the work; only this class writes the records.
 */
final class PartitionedStep<I extends Serializable, R extends PartitionResult> extends AbstractStep {
    private final String partition;
    private final Class<I> inputs;
    private final PartitionPlan<I, R> plan;
    private final JobSteps steps;

    PartitionedStep(String name, String partition, Class<I> inputs, PartitionPlan<I, R> plan, JobSteps steps) {
        super(steps.repository());
        setName(name);
        this.partition = partition;
        this.inputs = inputs;
        this.plan = plan;
        this.steps = steps;
    }

    @Override
    protected void doExecute(StepExecution step) throws Exception {
        List<StepExecution> records = new ArrayList<>(split(step));
        records.sort(Comparator.comparing(StepExecution::getStepName));
        if (!records.isEmpty()) {
            Map<String, StepExecution> byName = new HashMap<>();
            List<Partition<I>> partitions = new ArrayList<>();
            for (StepExecution taken : records) {
                byName.put(taken.getStepName(), taken);
                partitions.add(new Partition<>(
                        taken.getStepName(), BatchRun.fileName(taken), Partitions.input(taken, inputs)));
            }
            try {
                steps.engine().run(plan.work(step), partitions, new Records(byName));
            } catch (StoppedException e) {
                throw new JobInterruptedException(String.valueOf(e.getMessage()));
            }
        }
        new DefaultStepExecutionAggregator().aggregate(step, records);
        if (step.getStatus().isUnsuccessful()) {
            throw new JobExecutionException("Not all partitions of %s were completed".formatted(getName()));
        }
    }

    /**
     * Creates the records of partitions. A restart divides the step into as many partitions as the first execution,
     * even if the parallelism has changed. Otherwise, some input would be left out or processed twice.
     */
    private Collection<StepExecution> split(StepExecution step) throws Exception {
        Partitioner cutting = parallelism -> {
            try {
                return Partitions.of(plan.inputs(step, parallelism));
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new CutException(e);
            }
        };
        try {
            return new SimpleStepExecutionSplitter(steps.repository(), partition, cutting)
                    .split(step, steps.engine().parallelism());
        } catch (CutException e) {
            throw e.reason;
        }
    }

    /** Carries an exception of a plan through Spring Batch. */
    private static final class CutException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Exception reason;

        private CutException(Exception reason) {
            super(reason);
            this.reason = reason;
        }
    }

    /** Records the outcomes of the partitions. */
    private final class Records implements PartitionOutcomes<I, R> {
        private final Map<String, StepExecution> records;
        private final CompositeStepExecutionListener listeners = new CompositeStepExecutionListener();

        private Records(Map<String, StepExecution> records) {
            this.records = records;
            steps.listeners().forEach(listeners::register);
        }

        private StepExecution of(Partition<I> partition) {
            return Objects.requireNonNull(records.get(partition.name()));
        }

        @Override
        public void began(Partition<I> partition) {
            StepExecution step = of(partition);
            step.setStartTime(LocalDateTime.now(ZoneId.systemDefault()));
            step.setStatus(BatchStatus.STARTED);
            listeners.beforeStep(step);
        }

        /** Records the result and the completion of the partition in one transaction. */
        @Override
        public void completed(Partition<I> partition, R result) {
            StepExecution step = of(partition);
            step.setReadCount(result.read());
            step.setWriteCount(result.written());
            step.setCommitCount(1);
            Partitions.complete(step, result);
            end(step, BatchStatus.COMPLETED, ExitStatus.COMPLETED);
        }

        @Override
        public void failed(Partition<I> partition, Throwable reason) {
            StepExecution step = of(partition);
            if (reason instanceof StoppedException) {
                end(step, BatchStatus.STOPPED, ExitStatus.STOPPED);
            } else {
                step.addFailureException(reason);
                end(step, BatchStatus.FAILED, ExitStatus.FAILED.addExitDescription(reason));
            }
        }

        private void end(StepExecution step, BatchStatus status, ExitStatus exit) {
            step.setStatus(status);
            step.setExitStatus(exit);
            step.setEndTime(LocalDateTime.now(ZoneId.systemDefault()));
            try {
                steps.transaction().executeWithoutResult(open -> {
                    steps.repository().updateExecutionContext(step);
                    steps.repository().update(step);
                });
            } catch (RuntimeException | Error e) {
                // An outcome that isn't in the database doesn't count.
                step.setStatus(BatchStatus.UNKNOWN);
                step.setExitStatus(ExitStatus.UNKNOWN);
                step.addFailureException(e);
                throw e;
            } finally {
                listeners.afterStep(step);
            }
        }
    }
}
