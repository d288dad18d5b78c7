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

/** The inputs and results of partitions, which are stored in their execution contexts. */
public final class Partitions {
    private static final String INPUT = "petty.input";
    private static final String RESULT = "petty.result";

    private Partitions() {}

    /** Returns an execution context for each input, named by the number of its partition. */
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

    static void complete(StepExecution step, Serializable result) {
        step.getExecutionContext().put(RESULT, result);
    }

    /**
     * Returns whether a partition has no input. Spring Batch writes a partition's record first and its context
     * afterwards. If the process is killed or the disk fills up in between, only the record exists.
     */
    public static boolean isWithoutInput(StepExecution step) {
        return step.getStepName().contains(":") && !step.getExecutionContext().containsKey(INPUT);
    }

    /**
     * Returns the results of an earlier step's completed partitions, in the partitions' order. For a restarted job,
     * they include the results of earlier executions.
     *
     * @param step any later step of the same job
     * @param type the type of the results; identifies the earlier step
     */
    public static <T extends Serializable> List<T> results(
            JobRepository repository, StepExecution step, Class<T> type) {
        return completed(repository, step.getJobExecution(), RESULT, type);
    }

    /** Like {@link #results}, but returns the inputs of the completed partitions. */
    public static <T extends Serializable> List<T> completedInputs(
            JobRepository repository, StepExecution step, Class<T> type) {
        return completed(repository, step.getJobExecution(), INPUT, type);
    }

    private static <T> List<T> completed(JobRepository repository, JobExecution job, String key, Class<T> type) {
        List<StepExecution> steps = new ArrayList<>(job.getStepExecutions());
        if (BatchRun.isRestart(job)) {
            repository.getJobExecutions(job.getJobInstance()).stream()
                    .filter(execution -> execution.getId() != job.getId())
                    .forEach(execution -> steps.addAll(execution.getStepExecutions()));
        }
        return steps.stream()
                .filter(step -> step.getStatus() == BatchStatus.COMPLETED)
                .sorted(Comparator.comparing(StepExecution::getStepName))
                .map(step -> step.getExecutionContext().get(key))
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
