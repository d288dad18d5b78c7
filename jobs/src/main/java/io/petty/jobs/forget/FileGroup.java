package io.petty.jobs.forget;

import io.petty.jobs.batch.RejectFiles;
import io.petty.jobs.partition.Attempt;
import io.petty.jobs.partition.PartitionResult;
import io.petty.jobs.partition.PartitionWork;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;

/** Files of a table that one partition processes. */
record FileGroup(List<DataFile> files) implements Serializable {
    /** The cost of opening a file, in bytes that could be read instead. */
    private static final long OPENING_BYTES = 1 << 20;

    private static final long LEAST_BYTES = 16 * OPENING_BYTES;
    private static final long MOST_BYTES = 256 * OPENING_BYTES;

    /**
     * Number of groups for each partition that runs at once. It is more than one, since some groups take longer than
     * others.
     */
    private static final int GROUPS_PER_PARTITION = 3;

    FileGroup {
        files = new ArrayList<>(files);
    }

    /** Divides files into groups, in their order. */
    static List<FileGroup> of(List<DataFile> files, int parallelism) {
        long all = files.stream().mapToLong(FileGroup::cost).sum();
        long each = Math.min(MOST_BYTES, Math.max(LEAST_BYTES, all / ((long) GROUPS_PER_PARTITION * parallelism)));
        List<FileGroup> groups = new ArrayList<>();
        List<DataFile> group = new ArrayList<>();
        long sum = 0;
        for (DataFile file : files) {
            // The work needs no column statistics.
            group.add(file.copyWithoutStats());
            sum += cost(file);
            if (sum >= each) {
                groups.add(new FileGroup(group));
                group.clear();
                sum = 0;
            }
        }
        if (!group.isEmpty()) {
            groups.add(new FileGroup(group));
        }
        return groups;
    }

    private static long cost(DataFile file) {
        return OPENING_BYTES + file.fileSizeInBytes();
    }

    /** Does the same work on each file of a group. */
    record Work<T>(FileWork<T> work) implements PartitionWork<FileGroup, Result<T>> {
        @Override
        public Result<T> run(FileGroup group, Attempt attempt) throws IOException {
            Map<String, T> results = new HashMap<>();
            for (DataFile file : group.files()) {
                attempt.check();
                String newName = "%s%s-%d".formatted(RejectFiles.prefix(file), attempt.name(), results.size());
                results.put(file.location(), work.of(file, newName));
                attempt.unitsDone(1);
            }
            return new Result<>(results);
        }
    }

    /** The result of each file, by its location. */
    record Result<T>(Map<String, T> files) implements PartitionResult {
        /** Returns the number of files, since most files' rows aren't read. */
        @Override
        public long read() {
            return files.size();
        }

        @Override
        public long written() {
            return files.size();
        }
    }
}
