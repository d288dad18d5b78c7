package io.petty.benchmark.kernels;

import io.petty.reading.CollarDictionary;
import io.petty.reading.ReadingBlock;
import org.openjdk.jmh.annotations.Benchmark;

/** Parses lines to readings, with and without decompression. */
public class RawFileKernel extends Kernel {
    private final byte[] usual;
    private final byte[] oneLine;
    private final byte[] unusual;
    private final byte[] compressed;
    private final ReadingBlock block = new ReadingBlock(new CollarDictionary(), KernelDay.LINES + 1);

    public RawFileKernel() {
        KernelDay day = new KernelDay();
        usual = day.usualLines();
        oneLine = day.usualRecordsOnOneLine();
        unusual = day.unusualLines();
        compressed = day.gzipOfUsualLines();
    }

    /** Lines as collars send them. */
    @Benchmark
    public long usualLines() {
        return read("a.ndjson", usual);
    }

    /** The same lines as records on one line. */
    @Benchmark
    public long usualRecordsOnOneLine() {
        return read("part-0", oneLine);
    }

    /** Lines that only the strict parser accepts. */
    @Benchmark
    public long unusualLines() {
        return read("a.ndjson", unusual);
    }

    /** Typical lines from a gzip file. */
    @Benchmark
    public long gzipFile() {
        return read("a.ndjson.gz", compressed);
    }

    private long read(String key, byte[] file) {
        block.clear();
        return KernelDay.read(key, file, block);
    }
}
