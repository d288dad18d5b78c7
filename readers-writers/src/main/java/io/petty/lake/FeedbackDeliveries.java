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

/** The records of feedback: the documents that were read, by shard, and the feedback they contain, by event day. */
public final class FeedbackDeliveries {
    private final JdbcClient database;
    private final TransactionTemplate transaction;

    /**
     * A shard of documents as it was last read.
     *
     * @param fingerprint of its listing and of the rules in force for its documents
     * @param documents number of documents that are feedback or rejects
     * @param forgotten number of documents on forgotten collars' events; these documents aren't stored
     */
    public record Shard(int shard, String fingerprint, long documents, long rejects, long forgotten)
            implements Serializable {}

    /**
     * The feedback on one day's events, whether these events exist or not.
     *
     * @param feedback number of documents, at least 1
     * @param earliest when the first of them was given
     * @param fingerprint of all of them
     */
    public record Day(LocalDate eventDay, long feedback, Instant earliest, String fingerprint)
            implements Serializable {}

    public FeedbackDeliveries(LakeDatabase lake) {
        this.database = lake.client();
        this.transaction = lake.transaction();
    }

    /** Returns all shards that were read, in order. */
    public List<Shard> shards() {
        return database.sql("select * from feedback_shards order by shard")
                .query(Shard.class)
                .list();
    }

    /** Returns the feedback on a day's events; empty if there is none. */
    public Optional<Day> day(LocalDate eventDay) {
        return days(eventDay, eventDay).stream().findFirst();
    }

    /** Returns the days from {@code from} to {@code to}, inclusive, that have feedback, in order. */
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

    /** Returns all days that have feedback, in order. */
    public List<LocalDate> days() {
        return database.sql("select event_day from feedback_days order by event_day")
                .query(LocalDate.class)
                .list();
    }

    /** Replaces the records of the {@code changed} days with {@code days}, in one transaction. */
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
                                day.earliest().atOffset(ZoneOffset.UTC),
                                day.fingerprint())
                        .update();
            }
        });
    }

    /** Replaces the records of shards, in one transaction. Deletes those of shards without documents. */
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
