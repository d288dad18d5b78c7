package io.petty.benchmark.kernels;

import io.petty.reading.CollarBuckets;
import io.petty.reading.CollarDay;
import io.petty.reading.ReadingBlock;
import io.petty.reading.ReadingSorter;
import io.petty.reading.SortedRunFiles;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.TearDown;

/** Sorts arriving readings by bucket, collar and time, and groups sorted readings by collar and day. */
public class SortKernel extends Kernel {
    private final CollarBuckets buckets = new CollarBuckets(CollarBuckets.DEFAULT_COUNT);
    private final KernelFiles files = KernelFiles.create();
    private final ReadingBlock block;
    private final List<CollarDay> days;

    public SortKernel() {
        KernelDay day = new KernelDay();
        block = day.block();
        days = day.collarDays();
    }

    /** Sorts mixed readings of all collars into a run on disk. */
    @Benchmark
    public List<String> sortedRun() throws IOException {
        SortedRunFiles runs = new SortedRunFiles(files.files(), files.folder().toString());
        ReadingSorter sorter = new ReadingSorter(runs, buckets, KernelDay.LINES);
        sorter.add(block);
        sorter.finish();
        return runs.locations();
    }

    /** Groups sorted readings by collar and day. A merge of runs returns them in this order. */
    @Benchmark
    public int collarDays() {
        int kept = 0;
        for (CollarDay day : days) {
            CollarDay.Builder builder = new CollarDay.Builder(day.collarId(), day.day());
            for (int i = 0; i < day.size(); i++) {
                builder.add(day.key(i), day.location(i));
            }
            kept += builder.build().size();
        }
        return kept;
    }

    @TearDown
    public void removeFiles() throws IOException {
        files.delete();
    }
}
