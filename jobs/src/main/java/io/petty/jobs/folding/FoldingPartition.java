package io.petty.jobs.folding;

import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.partition.PartitionResult;
import io.petty.lake.VoiceTotal;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;
import org.apache.iceberg.DataFile;

/** An event day into which feedback is folded. */
record FoldingPartition(LocalDate day) implements Serializable {
    /**
     * All files of the day after folding, and counts of its feedback.
     *
     * @param waiting how many pieces of feedback found no event
     * @param carried how many count for an event other than the one they name
     */
    record Result(
            LocalDate day,
            List<DataFile> timelines,
            List<DataFile> voices,
            List<VoiceTotal> totals,
            long waiting,
            long carried)
            implements PartitionResult {
        /** Returns the number of events, which folding doesn't change. */
        @Override
        public long read() {
            return TableFiles.rows(timelines);
        }

        @Override
        public long written() {
            return read();
        }
    }
}
