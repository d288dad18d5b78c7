package io.petty.jobs.batch;

import io.petty.jobs.JobSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.PartitionStepBuilder;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.core.task.AsyncTaskExecutor;

/** Makes the steps that are cut into partitions: done by threads of this process, or by workers where there are some. */
final class PartitionedSteps {
    private final JobRepository repository;
    private final JobSettings settings;
    private final AsyncTaskExecutor threads;
    private final @Nullable WorkerPartitionHandler workers;

    PartitionedSteps(
            JobRepository repository,
            JobSettings settings,
            AsyncTaskExecutor threads,
            @Nullable WorkerPartitionHandler workers) {
        this.repository = repository;
        this.settings = settings;
        this.threads = threads;
        this.workers = workers;
    }

    /** @param partition the step that does one partition; workers find it by its name */
    Step step(String name, Partitioner partitioner, Step partition) {
        PartitionStepBuilder builder = new StepBuilder(name, repository)
                .partitioner(partition.getName(), partitioner)
                .step(partition);
        return workers == null
                ? builder.gridSize(settings.threads()).taskExecutor(threads).build()
                : builder.gridSize(workers.getGridSize())
                        .partitionHandler(workers)
                        .build();
    }
}
