package io.petty.jobs.batch;

import io.petty.jobs.partition.PartitionEngine;
import io.petty.jobs.partition.PartitionResult;
import java.io.Serializable;
import java.util.List;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.transaction.support.TransactionOperations;

/** Creates steps that are divided into partitions, which an engine executes. */
public record PartitionedSteps(
        JobRepository repository,
        TransactionOperations transaction,
        PartitionEngine engine,
        List<StepExecutionListener> listeners) {
    public PartitionedSteps {
        listeners = List.copyOf(listeners);
    }

    /** @param partition prefix of the names of the partitions, such as {@code timelines} of {@code timelines:0003} */
    public <I extends Serializable, R extends PartitionResult> Step step(
            String name, String partition, Class<I> inputs, PartitionPlan<I, R> plan) {
        return new PartitionedStep<>(name, partition, inputs, plan, this);
    }
}
