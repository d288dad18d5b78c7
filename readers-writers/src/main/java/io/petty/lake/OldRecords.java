package io.petty.lake;

import io.petty.lake.database.LakeDatabase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds and deletes publications and runs that no current record refers to. */
public final class OldRecords {
    private final JdbcClient database;

    public OldRecords(LakeDatabase lake) {
        this.database = lake.client();
    }

    /** Returns the publications that a newer publication of the same day replaced before the given time. */
    public List<Long> publicationsReplacedBefore(Instant time) {
        return database.sql("select p.publication_id from publications p"
                        + " where p.publication_id not in (select d.publication_id from published_days d)"
                        + " and exists (select 1 from publications n where n.event_day = p.event_day"
                        + " and n.publication_id > p.publication_id and n.published_at <= ?) order by p.publication_id")
                .param(time.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .list();
    }

    /** Returns the snapshots, of any table, that publications other than the given ones refer to. */
    public Set<Long> publishedSnapshots(Collection<Long> without) {
        return referencesOfPublications(
                without, "timelines_snapshot", "summaries_snapshot", "resting_snapshot", "voices_snapshot");
    }

    /**
     * Returns runs that ended before the given time and that no delivery, publication or other record refers to.
     *
     * @param publicationsWithout publications whose references are ignored
     */
    public List<Long> runsEndedBefore(Instant time, Collection<Long> publicationsWithout) {
        Set<Long> needed = referencesOfPublications(publicationsWithout, "run_id", "pinned_run_id");
        return database
                .sql("select r.run_id from runs r where r.state <> 'running' and r.ended_at <= ?"
                        + " and not exists (select 1 from deliveries d where d.attempt_run_id = r.run_id"
                        + " or d.run_id = r.run_id)"
                        + " and not exists (select 1 from feedback_shards f where f.run_id = r.run_id)"
                        + " and not exists (select 1 from forgotten_collars c where c.run_id = r.run_id)"
                        + " and not exists (select 1 from leases l where l.run_id = r.run_id)"
                        + " order by r.run_id")
                .param(time.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .list()
                .stream()
                .filter(run -> !needed.contains(run))
                .toList();
    }

    /** Returns all values of the given columns in publications other than {@code without}. */
    private Set<Long> referencesOfPublications(Collection<Long> without, String... columns) {
        Set<Long> gone = new HashSet<>(without);
        Set<Long> references = new HashSet<>();
        database.sql("select publication_id, %s from publications".formatted(String.join(", ", columns)))
                .query(row -> {
                    if (!gone.contains(row.getLong("publication_id"))) {
                        for (String column : columns) {
                            references.add(row.getLong(column));
                        }
                    }
                });
        return references;
    }

    public void deletePublications(Collection<Long> publications) {
        delete("delete from publications where publication_id = ?", publications);
    }

    public void deleteRuns(Collection<Long> runs) {
        delete("delete from runs where run_id = ?", runs);
    }

    private void delete(String statement, Collection<Long> ids) {
        for (Long id : ids) {
            database.sql(statement).param(id).update();
        }
    }
}
