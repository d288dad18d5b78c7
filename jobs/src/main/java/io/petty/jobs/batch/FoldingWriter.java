package io.petty.jobs.batch;

import io.petty.jobs.Progress;
import io.petty.jobs.feedback.DayVoices;
import io.petty.jobs.timeline.TimelineRules;
import io.petty.lake.Lake;
import io.petty.lake.Publication;
import io.petty.lake.Publications;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/** Folds feedback into one bucket of a published day after another. */
class FoldingWriter implements ItemWriter<Integer> {
    private final BucketFolding folding;
    private final LocalDate day;
    private final long feedback;
    private final Progress progress;

    /** @param name of new data files, used by no other partition or attempt */
    FoldingWriter(
            Lake lake,
            TimelineRules rules,
            Publications publications,
            DayVoices said,
            LocalDate day,
            String name,
            Progress progress) {
        Publication publication = publications.current(day).orElseThrow();
        this.folding = new BucketFolding(
                lake,
                rules,
                day,
                said,
                name,
                files(lake.timelines(), day, publication.timelinesSnapshot()),
                files(lake.voices(), day, publication.voicesSnapshot()));
        this.day = day;
        this.feedback = said.documents();
        this.progress = progress;
    }

    private static List<DataFile> files(Table table, LocalDate day, long snapshot) {
        return snapshot == 0 ? List.of() : Lake.dataFiles(table, snapshot, Expressions.equal("day", day.toString()));
    }

    @Override
    public void write(Chunk<? extends Integer> buckets) throws IOException {
        for (int bucket : buckets) {
            folding.fold(bucket);
            progress.unitDone();
        }
    }

    FoldingPartition.Result finish() {
        return new FoldingPartition.Result(
                day,
                folding.timelines(),
                folding.voices(),
                folding.totals().list(),
                feedback - folding.found().documents(),
                folding.found().carried());
    }
}
