package io.petty.jobs.batch;

import io.petty.jobs.partition.PartitionEngine;
import io.petty.jobs.partition.PartitionResult;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.AbstractStep;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.transaction.support.TransactionOperations;

/** Creates the steps of jobs: undivided steps, and steps whose partitions an engine executes. */
public final class JobSteps {
    private final BatchInfrastructure batch;
    private final PartitionEngine engine;
    private final List<StepExecutionListener> listeners;

    /** @param listeners called for each step and partition on its own thread, in addition to the log */
    public JobSteps(BatchInfrastructure batch, PartitionEngine engine, List<StepExecutionListener> listeners) {
        this.batch = batch;
        this.engine = engine;
        this.listeners =
                Stream.concat(Stream.of(new StepLog()), listeners.stream()).toList();
    }

    public JobRepository repository() {
        return batch.repository();
    }

    TransactionOperations transaction() {
        return batch.transaction();
    }

    PartitionEngine engine() {
        return engine;
    }

    List<StepExecutionListener> listeners() {
        return listeners;
    }

    public Step undivided(String name, StepWork work) {
        Tasklet tasklet = (contribution, chunk) -> {
            work.execute(contribution.getStepExecution());
            return RepeatStatus.FINISHED;
        };
        return listenedTo(
                new StepBuilder(name, batch.repository()).tasklet(tasklet).build());
    }

    /** @param partition prefix of the names of the partitions, such as {@code timelines} in {@code timelines:0003} */
    public <I extends Serializable, R extends PartitionResult> Step partitioned(
            String name, String partition, Class<I> inputs, PartitionPlan<I, R> plan) {
        return listenedTo(new PartitionedStep<>(name, partition, inputs, plan, this));
    }

    private Step listenedTo(AbstractStep step) {
        listeners.forEach(step::registerStepExecutionListener);
        return step;
    }
}
