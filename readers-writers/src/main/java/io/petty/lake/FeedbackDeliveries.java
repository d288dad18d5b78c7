package io.petty.lake;

import io.petty.lake.database.LakeDatabase;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The record of what feedback was read, by groups of documents, and of what it says, by event days. */
public final class FeedbackDeliveries {
    private final JdbcClient database;
    private final TransactionTemplate transaction;

    /**
     * A group of documents as it was last read.
     *
     * @param fingerprint of its listing and the rules it was read by
     * @param documents that are feedback or a reject
     * @param forgotten documents besides, on forgotten collars' events, of which nothing is kept
     */
    public record Shard(int shard, String fingerprint, long documents, long rejects, long forgotten)
            implements Serializable {}

    /**
     * The feedback on one day's events, there or not.
     *
     * @param feedback how many pieces, at least 1
     * @param earliest when the first of it was given
     * @param fingerprint of all of it
     */
    public record Day(LocalDate eventDay, long feedback, Instant earliest, String fingerprint)
            implements Serializable {}

    public FeedbackDeliveries(LakeDatabase lake) {
        this.database = lake.client();
        this.transaction = lake.transaction();
    }

    /** All groups that were read, in order. */
    public List<Shard> shards() {
        return database.sql("select * from feedback_shards order by shard")
                .query((row, number) -> new Shard(
                        row.getInt("shard"),
                        row.getString("fingerprint"),
                        row.getLong("documents"),
                        row.getLong("rejects"),
                        row.getLong("forgotten")))
                .list();
    }

    /** The feedback on a day's events; empty when there is none. */
    public Optional<Day> day(LocalDate eventDay) {
        return days(eventDay, eventDay).stream().findFirst();
    }

    /** The days from {@code from} to {@code to}, both included, that have feedback, in order. */
    public List<Day> days(LocalDate from, LocalDate to) {
        return database.sql("select * from feedback_days where event_day between ? and ? order by event_day")
                .params(from, to)
                .query((row, number) -> new Day(
                        row.getObject("event_day", LocalDate.class),
                        row.getLong("feedback"),
                        row.getObject("earliest", OffsetDateTime.class).toInstant(),
                        row.getString("fingerprint")))
                .list();
    }

    /** All days that have feedback, in order. */
    public List<LocalDate> days() {
        return database.sql("select event_day from feedback_days order by event_day")
                .query((row, number) -> row.getObject(1, LocalDate.class))
                .list();
    }

    /** Replaces what is known of days, in one transaction. */
    public void completeDays(Collection<LocalDate> changed, Collection<Day> days) {
        transaction.executeWithoutResult(status -> {
            for (LocalDate day : changed) {
                database.sql("delete from feedback_days where event_day = ?")
                        .param(day)
                        .update();
            }
            for (Day day : days) {
                database.sql("insert into feedback_days (event_day, feedback, earliest, fingerprint)"
                                + " values (?, ?, ?, ?)")
                        .params(
                                day.eventDay(),
                                day.feedback(),
                                OffsetDateTime.ofInstant(day.earliest(), ZoneOffset.UTC),
                                day.fingerprint())
                        .update();
            }
        });
    }

    /** Replaces what is known of groups of documents, in one transaction; those without documents are forgotten. */
    public void completeShards(long run, Collection<Shard> shards) {
        transaction.executeWithoutResult(status -> {
            for (Shard shard : shards) {
                database.sql("delete from feedback_shards where shard = ?")
                        .param(shard.shard())
                        .update();
                if (shard.documents() + shard.forgotten() > 0) {
                    database.sql(
                                    "insert into feedback_shards (shard, run_id, fingerprint, documents, rejects, forgotten)"
                                            + " values (?, ?, ?, ?, ?, ?)")
                            .params(
                                    shard.shard(),
                                    run,
                                    shard.fingerprint(),
                                    shard.documents(),
                                    shard.rejects(),
                                    shard.forgotten())
                            .update();
                }
            }
        });
    }
}
