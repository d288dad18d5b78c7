package io.petty.jobs.batch;

import io.petty.raw.Reject;
import io.petty.raw.RejectTable;
import io.petty.reading.ReadingSorter;
import io.petty.table.ColumnFileWriter;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/** Sorts the readings of raw blocks into runs, and writes their rejects to a file of the rejects table. */
class RawBlockWriter implements ItemWriter<RawBlock> {
    private final RawBlockReader source;
    private final ReadingSorter sorter;
    private final Table rejectsTable;
    private final LocalDate deliveryDay;
    private final String name;
    private @Nullable ColumnFileWriter<List<Reject>> rejects;

    /** @param name of the data file of rejects, used by no other partition or attempt */
    RawBlockWriter(
            RawBlockReader source, ReadingSorter sorter, Table rejectsTable, LocalDate deliveryDay, String name) {
        this.source = source;
        this.sorter = sorter;
        this.rejectsTable = rejectsTable;
        this.deliveryDay = deliveryDay;
        this.name = name;
    }

    @Override
    public void write(Chunk<? extends RawBlock> blocks) throws IOException {
        for (RawBlock block : blocks) {
            sorter.add(block.readings());
            if (!block.rejects().isEmpty()) {
                rejectsFile().write(block.rejects(), 0, block.rejects().size());
            }
        }
    }

    private ColumnFileWriter<List<Reject>> rejectsFile() throws IOException {
        if (rejects == null) {
            rejects = new ColumnFileWriter<>(
                    TableFiles.newFile(rejectsTable, TableFiles.partition(rejectsTable, deliveryDay), name),
                    RejectTable.COLUMNS);
        }
        return rejects;
    }

    RawFilePartition.Result finish() throws IOException {
        List<String> runs = sorter.finish();
        List<DataFile> rejectFiles = List.of();
        if (rejects != null) {
            PartitionData partition = TableFiles.partition(rejectsTable, deliveryDay);
            rejects.finish();
            rejectFiles = List.of(rejects.dataFile(rejectsTable.spec(), partition, rejectsTable.sortOrder()));
        }
        return new RawFilePartition.Result(source.counts(), runs, rejectFiles);
    }
}
