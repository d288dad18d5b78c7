package io.petty.jobs.batch;

import io.petty.jobs.lease.Lease;
import io.petty.lake.Lake;
import io.petty.lake.Publication;
import io.petty.lake.Publications;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/** Publishes again what an earlier run published of an event day, which then stays pinned to it until it is rerun. */
public final class Rollback {
    private final Lake lake;
    private final Lease lease;
    private final Publications publications;
    private final Clock clock;

    public Rollback(Lake lake, Lease lease, Publications publications, Clock clock) {
        this.lake = lake;
        this.lease = lease;
        this.publications = publications;
        this.clock = clock;
    }

    /**
     * Puts the day's files back in the three tables, then publishes them in one transaction.
     *
     * @throws IllegalStateException when that run published nothing of the day, or it is no longer kept
     */
    public void to(LocalDate eventDay, long run) {
        List<Publication> history = publications.history(eventDay);
        Publication target = history.stream()
                .filter(publication -> publication.run() == run)
                .findFirst()
                .orElseThrow(() -> unknown(eventDay, run, history));
        Publication pinned = target.pinned(
                lease.run(),
                putBack(lake.timelines(), eventDay, target.timelinesSnapshot(), run),
                putBack(lake.summaries(), eventDay, target.summariesSnapshot(), run),
                putBack(lake.resting(), eventDay, target.restingSnapshot(), run),
                clock.instant());
        lease.publish(() -> publications.publish(List.of(pinned)));
    }

    private long putBack(Table table, LocalDate day, long snapshot, long run) {
        if (snapshot != 0 && table.snapshot(snapshot) == null) {
            throw new IllegalStateException(
                    "What run %d published of %s is no longer kept in %s".formatted(run, day, table.name()));
        }
        Expression rows = Expressions.equal("day", day.toString());
        return TableFiles.replace(
                table, rows, snapshot == 0 ? List.of() : Lake.dataFiles(table, snapshot, rows), lease);
    }

    private static IllegalStateException unknown(LocalDate day, long run, List<Publication> history) {
        String runs = history.stream()
                .map(publication -> String.valueOf(publication.run()))
                .distinct()
                .collect(Collectors.joining(", "));
        return new IllegalStateException(
                runs.isEmpty()
                        ? "%s was never published".formatted(day)
                        : "Run %d published nothing of %s; these did: %s".formatted(run, day, runs));
    }
}
