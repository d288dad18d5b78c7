package io.petty.jobs.forget;

import io.petty.jobs.FailureText;
import io.petty.jobs.Progress;
import io.petty.jobs.partition.Partition;
import io.petty.jobs.partition.PartitionEngine;
import io.petty.jobs.partition.PartitionOutcomes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.jspecify.annotations.Nullable;

/** Lets an engine do the same work on many files, as one step of a run. */
final class FileSteps {
    private final PartitionEngine engine;
    private final Progress progress;
    private final Runnable check;
    private final long run;
    private int partitions;

    FileSteps(PartitionEngine engine, Progress progress, Runnable check, long run) {
        this.engine = engine;
        this.progress = progress;
        this.check = check;
        this.run = run;
    }

    /**
     * Does the work on each file, and returns the results by the files' locations.
     *
     * @param name the name of the step, for the progress display
     * @throws io.petty.jobs.StopRequest.StoppedException if a stop was requested
     * @throws IOException if the work on a file fails
     */
    <T> Map<String, T> each(String name, Collection<DataFile> files, FileWork<T> work) throws IOException {
        progress.begin(name, "files", files.size());
        check.run();
        if (files.isEmpty()) {
            return Map.of();
        }
        List<DataFile> ordered = new ArrayList<>(files);
        ordered.sort(Comparator.comparing(DataFile::location));
        List<Partition<FileGroup>> groups = new ArrayList<>();
        for (FileGroup group : FileGroup.of(ordered, engine.parallelism())) {
            String number = "%04d".formatted(partitions++);
            groups.add(new Partition<>("forget:" + number, "forget-run-%d-%s".formatted(run, number), group));
        }
        Outcomes<T> outcomes = new Outcomes<>();
        try {
            engine.run(new FileGroup.Work<>(work), groups, outcomes);
            return outcomes.results();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("%s failed: %s".formatted(name, FailureText.of(e)), e);
        }
    }

    private static final class Outcomes<T> implements PartitionOutcomes<FileGroup, FileGroup.Result<T>> {
        private final Map<String, T> results = new HashMap<>();
        private @Nullable Throwable failure;

        @Override
        public void began(Partition<FileGroup> partition) {}

        @Override
        public synchronized void completed(Partition<FileGroup> partition, FileGroup.Result<T> result) {
            results.putAll(result.files());
        }

        @Override
        public synchronized void failed(Partition<FileGroup> partition, Throwable reason) {
            failure = failure == null ? reason : failure;
        }

        private synchronized Map<String, T> results() throws Exception {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof Exception exception) {
                throw exception;
            }
            return results;
        }
    }
}
