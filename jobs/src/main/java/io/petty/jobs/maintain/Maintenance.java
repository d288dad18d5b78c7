package io.petty.jobs.maintain;

import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.lake.JobRecords;
import io.petty.lake.Lake;
import io.petty.lake.OldRecords;
import io.petty.lake.lease.Lease;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.Table;

/**
 * Removes everything past its retention: old publications, snapshots that no publication names, their files,
 * orphan files, and records of old runs and jobs. References are removed before their targets. An interruption at any
 * moment thus breaks nothing; the next maintenance removes the rest.
 */
public final class Maintenance {
    private final Lake lake;
    private final Retention retention;
    private final Clock clock;
    private final StopRequest stop;
    private final Progress progress;
    private final OldRecords records;
    private final JobRecords jobRecords;

    public Maintenance(Lake lake, Retention retention, Clock clock, StopRequest stop, Progress progress) {
        this.lake = lake;
        this.retention = retention;
        this.clock = clock;
        this.stop = stop;
        this.progress = progress;
        this.records = new OldRecords(lake.database());
        this.jobRecords = new JobRecords(lake.database());
    }

    /** Returns what {@link #remove} would remove now. */
    public Removed plan() {
        Instant now = clock.instant();
        List<Long> publications = oldPublications(now);
        List<Removed.Files> tables =
                clean(now, publications).stream().map(TableCleaning::removed).toList();
        return new Removed(
                tables,
                publications.size(),
                oldRuns(now, publications).size(),
                oldJobs(now).size());
    }

    /**
     * Removes everything past its retention.
     *
     * @throws io.petty.lake.lease.LeaseLostException if another run has taken over the lake; nothing more is removed
     * @throws io.petty.jobs.StopRequest.StoppedException if a stop was requested; the next maintenance removes the rest
     */
    public Removed remove(Lease lease) {
        Instant now = clock.instant();
        List<Long> publications = oldPublications(now);
        lease.publish(() -> records.deletePublications(publications));
        List<Removed.Files> tables = new ArrayList<>();
        for (TableCleaning table : clean(now, publications)) {
            stop.check();
            table.remove(lease, stop::check, progress);
            tables.add(table.removed());
        }
        List<Long> runs = oldRuns(now, publications);
        List<Long> jobs = oldJobs(now);
        lease.publish(() -> {
            jobRecords.delete(jobs);
            records.deleteRuns(runs);
        });
        return new Removed(tables, publications.size(), runs.size(), jobs.size());
    }

    /**
     * Removes all snapshots except published and current ones, and all orphan files of any age. No failed run may be
     * restarted afterwards, since its files were removed as orphans.
     *
     * @param check called between tables; ends the work by throwing
     */
    public static List<Removed.Files> removeAllButCurrent(Lake lake, Lease lease, Runnable check, Progress progress) {
        Instant any = Instant.ofEpochMilli(Long.MAX_VALUE);
        Set<Long> published = new OldRecords(lake.database()).publishedSnapshots(List.of());
        List<Removed.Files> removed = new ArrayList<>();
        for (Table table : lake.tables()) {
            check.run();
            TableCleaning cleaning = new TableCleaning(table, published, any, any);
            cleaning.remove(lease, check, progress);
            removed.add(cleaning.removed());
        }
        return removed;
    }

    private List<TableCleaning> clean(Instant now, List<Long> publications) {
        Set<Long> published = records.publishedSnapshots(publications);
        List<Table> tables = lake.tables();
        progress.begin("Looking through the tables", "tables", tables.size());
        List<TableCleaning> cleaning = new ArrayList<>();
        for (Table table : tables) {
            stop.check();
            cleaning.add(new TableCleaning(
                    table, published, now.minus(retention.snapshots()), now.minus(retention.orphans())));
            progress.unitDone();
        }
        return cleaning;
    }

    private List<Long> oldPublications(Instant now) {
        return records.publicationsReplacedBefore(now.minus(retention.publications()));
    }

    private List<Long> oldRuns(Instant now, List<Long> publications) {
        return records.runsEndedBefore(now.minus(retention.runs()), publications);
    }

    private List<Long> oldJobs(Instant now) {
        return jobRecords.lastUpdatedBefore(now.minus(retention.runs()));
    }
}
