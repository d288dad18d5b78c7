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

/** Some files of a table that are worked on one after the other. */
record FileGroup(List<DataFile> files) implements Serializable {
    /** Opening a file costs as much as reading these bytes of it. */
    private static final long OPENING_BYTES = 1 << 20;

    private static final long LEAST_BYTES = 16 * OPENING_BYTES;
    private static final long MOST_BYTES = 256 * OPENING_BYTES;

    /** Groups for each partition that an engine works on at once, since some take longer than others. */
    private static final int GROUPS_AT_ONCE = 3;

    FileGroup {
        files = new ArrayList<>(files);
    }

    /** Deals files out in their order. */
    static List<FileGroup> of(List<DataFile> files, int parallelism) {
        long all = files.stream().mapToLong(FileGroup::cost).sum();
        long each = Math.min(MOST_BYTES, Math.max(LEAST_BYTES, all / ((long) GROUPS_AT_ONCE * parallelism)));
        List<FileGroup> groups = new ArrayList<>();
        List<DataFile> group = new ArrayList<>();
        long sum = 0;
        for (DataFile file : files) {
            // Statistics of columns are of no use there.
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

    /** Does the same with each file of a group. */
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

    /** What came of each file, by its location. */
    record Result<T>(Map<String, T> files) implements PartitionResult {
        Result {
            files = new HashMap<>(files);
        }

        /** Files, since rows of most aren't read. */
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
