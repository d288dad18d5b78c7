package io.petty.benchmark.kernels;

import io.petty.reading.CollarDay;
import io.petty.reading.ReadingFileWriter;
import java.io.IOException;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.io.OutputFile;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.TearDown;

/** Writes Parquet files of the readings table. */
public class ReadingFileKernel extends Kernel {
    private final List<CollarDay> days = new KernelDay().collarDays();
    private final KernelFiles files = KernelFiles.create();

    /** Writes a file of all collars' readings to disk and deletes it. */
    @Benchmark
    public DataFile parquetFile() throws IOException {
        OutputFile file =
                files.files().newOutputFile(files.folder().resolve("a.parquet").toString());
        try (ReadingFileWriter writer = new ReadingFileWriter(file, KernelDay.DATE)) {
            for (CollarDay day : days) {
                writer.write(0, day);
            }
            PartitionSpec spec = PartitionSpec.unpartitioned();
            return writer.finish(spec, new PartitionData(spec.partitionType()), SortOrder.unsorted());
        } finally {
            files.clear();
        }
    }

    @TearDown
    public void removeFiles() throws IOException {
        files.delete();
    }
}
