package io.petty.jobs.batch;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/** What partitions are given and what they leave behind, kept in their execution contexts. */
final class Partitions {
    private static final String INPUT = "petty.input";
    private static final String RESULT = "petty.result";
    private static final String ATTEMPT = "petty.attempt";

    private Partitions() {}

    /** Contexts for a partitioned step, named by their number. */
    static Map<String, ExecutionContext> of(List<? extends Serializable> inputs) {
        Map<String, ExecutionContext> partitions = new LinkedHashMap<>();
        for (Serializable input : inputs) {
            ExecutionContext context = new ExecutionContext();
            context.put(INPUT, input);
            partitions.put("%04d".formatted(partitions.size()), context);
        }
        return partitions;
    }

    static <T extends Serializable> T input(StepExecution step, Class<T> type) {
        return type.cast(Objects.requireNonNull(step.getExecutionContext().get(INPUT)));
    }

    /** Begins a worker's attempt at a partition, without anything that earlier attempts left. */
    static void begin(StepExecution step, int attempt) {
        ExecutionContext context = new ExecutionContext();
        context.put(INPUT, Objects.requireNonNull(step.getExecutionContext().get(INPUT)));
        context.putInt(ATTEMPT, attempt);
        step.setExecutionContext(context);
    }

    /** Which attempt at the partition this is, from 1; in the process of the run itself there is only one. */
    static int attempt(StepExecution step) {
        return step.getExecutionContext().getInt(ATTEMPT, 1);
    }

    static void complete(StepExecution step, Serializable result) {
        step.getExecutionContext().put(RESULT, result);
    }

    /**
     * Whether a partition counts as completed and has no result: Spring Batch records the status before it asks listeners,
     * and the context after them, so a kill in between leaves one without the other.
     */
    static boolean isWithoutResult(StepExecution step) {
        return step.getStepName().contains(":")
                && step.getStatus() == BatchStatus.COMPLETED
                && !step.getExecutionContext().containsKey(RESULT);
    }

    /**
     * Returns whether a partition lacks its input. Spring Batch records a partition first and its context afterwards, so a
     * kill or a full disk between the two leaves a partition without a context.
     */
    static boolean isWithoutInput(StepExecution step) {
        return step.getStepName().contains(":") && !step.getExecutionContext().containsKey(INPUT);
    }

    /**
     * The results of a partitioned step's completed partitions, in the partitions' order; for a restarted job with those
     * that an earlier execution completed.
     */
    static <T extends Serializable> List<T> results(JobRepository repository, JobExecution job, Class<T> type) {
        List<StepExecution> steps = new ArrayList<>(job.getStepExecutions());
        if (BatchRun.isRestart(job)) {
            repository.getJobExecutions(job.getJobInstance()).stream()
                    .filter(execution -> execution.getId() != job.getId())
                    .forEach(execution -> steps.addAll(execution.getStepExecutions()));
        }
        steps.sort(Comparator.comparing(StepExecution::getStepName));
        List<T> results = new ArrayList<>();
        for (StepExecution step : steps) {
            if (isWithoutResult(step)) {
                throw new IllegalStateException("Partition %s left no result".formatted(step.getStepName()));
            }
            Object result = step.getExecutionContext().get(RESULT);
            if (step.getStatus() == BatchStatus.COMPLETED && type.isInstance(result)) {
                results.add(type.cast(result));
            }
        }
        return results;
    }
}
