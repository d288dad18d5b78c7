package io.petty.lake;

import io.petty.lake.database.LakeDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The records of delivery days: attempts, files with their counts, and contributions to event days. */
public final class Deliveries {
    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final Clock clock;

    public Deliveries(LakeDatabase lake, Clock clock) {
        this.database = lake.client();
        this.transaction = lake.transaction();
        this.clock = clock;
    }

    public Optional<Delivery> find(LocalDate day) {
        return between(day, day).stream().findFirst();
    }

    /** Returns all known delivery days from {@code from} to {@code to}, inclusive, in order. */
    public List<Delivery> between(LocalDate from, LocalDate to) {
        return database.sql("select * from deliveries where delivery_day between ? and ? order by delivery_day")
                .params(from, to)
                .query((row, number) -> delivery(row))
                .list();
    }

    /** Returns the delivery days that were last ingested by a run, in order. */
    public List<Delivery> ingestedBy(long run) {
        return database.sql("select * from deliveries where run_id = ? order by delivery_day")
                .param(run)
                .query((row, number) -> delivery(row))
                .list();
    }

    /** Returns all known delivery days, in order. */
    public List<LocalDate> days() {
        return database.sql("select delivery_day from deliveries order by delivery_day")
                .query(LocalDate.class)
                .list();
    }

    /** Records that a run begins to ingest the day. The record of the last successful ingestion stays. */
    public void attempt(LocalDate day, long run) {
        transaction.executeWithoutResult(status -> {
            int updated = database.sql("update deliveries set attempt_run_id = ?, attempt_state = 'running',"
                            + " attempted_at = ?, attempt_message = null where delivery_day = ?")
                    .params(run, OffsetDateTime.now(clock), day)
                    .update();
            if (updated == 0) {
                database.sql("insert into deliveries (delivery_day, attempt_run_id, attempt_state, attempted_at)"
                                + " values (?, ?, 'running', ?)")
                        .params(day, run, OffsetDateTime.now(clock))
                        .update();
            }
        });
    }

    /** Records that the attempt failed, and why. */
    public void fail(LocalDate day, long run, String message) {
        database.sql("update deliveries set attempt_state = 'failed', attempt_message = ?"
                        + " where delivery_day = ? and attempt_run_id = ?")
                .params(Runs.shortened(message), day, run)
                .update();
    }

    /** Records that all running attempts failed, because their processes have ended. */
    public void failUnfinished(String message) {
        database.sql(
                        "update deliveries set attempt_state = 'failed', attempt_message = ? where attempt_state = 'running'")
                .param(message)
                .update();
    }

    /**
     * Replaces the records of the day's files and contributions in one transaction. Call it after the day's tables are
     * committed.
     */
    public void complete(
            LocalDate day,
            long run,
            String fingerprint,
            List<String> ignoredFiles,
            List<DeliveryFile> files,
            List<Contribution> contributions) {

        transaction.executeWithoutResult(status -> {
            database.sql("delete from delivery_files where delivery_day = ?")
                    .param(day)
                    .update();
            files.forEach(file -> insert(day, file, false));
            ignoredFiles.forEach(key -> insert(day, new DeliveryFile(key, 0, "", 0, 0, 0, 0, 0, false), true));
            database.sql("delete from contributions where delivery_day = ?")
                    .param(day)
                    .update();
            contributions.forEach(this::insert);
            database.sql("update deliveries set attempt_state = 'completed', attempt_message = null, run_id = ?,"
                            + " fingerprint = ?, files = ?, unusable_files = ?, ignored_files = ?, raw_lines = ?,"
                            + " readings = ?, rejects = ?, forgotten = ?, ingested_at = ? where delivery_day = ?")
                    .params(
                            run,
                            fingerprint,
                            files.size(),
                            files.stream().filter(DeliveryFile::isUnusable).count(),
                            ignoredFiles.size(),
                            files.stream().mapToLong(DeliveryFile::lines).sum(),
                            files.stream().mapToLong(DeliveryFile::readings).sum(),
                            files.stream().mapToLong(DeliveryFile::rejects).sum(),
                            files.stream().mapToLong(DeliveryFile::forgotten).sum(),
                            OffsetDateTime.now(clock),
                            day)
                    .update();
        });
    }

    private void insert(LocalDate day, DeliveryFile file, boolean ignored) {
        database.sql("insert into delivery_files (delivery_day, file, size_bytes, version, raw_lines, blank_lines,"
                        + " readings, rejects, forgotten, broken, ignored) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        day,
                        file.key(),
                        file.size(),
                        file.version(),
                        file.lines(),
                        file.blankLines(),
                        file.readings(),
                        file.rejects(),
                        file.forgotten(),
                        file.broken(),
                        ignored)
                .update();
    }

    /**
     * Replaces a delivery day's contribution to one event day after a collar was erased from it. The erased readings
     * now count as forgotten lines of the day. The counts of the day's files stay the same, because it is unknown which
     * files contained these readings. If the day's last attempt didn't complete, all of its counts stay the same: until
     * the day is ingested again, the readings table may contain readings of that attempt instead of the counted ones.
     *
     * @param now the remaining contribution; null for none
     * @throws IllegalStateException if the day counts fewer readings than were erased, or the contribution has grown
     */
    public void takeFromContribution(LocalDate deliveryDay, LocalDate eventDay, @Nullable Contribution now) {
        transaction.executeWithoutResult(status -> {
            if (isCompleted(deliveryDay)) {
                long before = contributionsOf(deliveryDay).stream()
                        .filter(given -> given.eventDay().equals(eventDay))
                        .mapToLong(Contribution::readings)
                        .sum();
                countForgotten(deliveryDay, eventDay, before - (now == null ? 0 : now.readings()));
            }
            database.sql("delete from contributions where delivery_day = ? and event_day = ?")
                    .params(deliveryDay, eventDay)
                    .update();
            if (now != null) {
                insert(now);
            }
        });
    }

    private void countForgotten(LocalDate deliveryDay, LocalDate eventDay, long gone) {
        if (gone < 0) {
            throw new IllegalStateException("The erasure added %d readings of event day %s to delivery day %s"
                    .formatted(-gone, eventDay, deliveryDay));
        }
        int updated = database.sql("update deliveries set readings = readings - ?, forgotten = forgotten + ?"
                        + " where delivery_day = ? and readings >= ?")
                .params(gone, gone, deliveryDay, gone)
                .update();
        if (updated == 0) {
            throw new IllegalStateException(
                    "The erasure removed %d readings of event day %s from delivery day %s, which counts fewer"
                            .formatted(gone, eventDay, deliveryDay));
        }
    }

    private boolean isCompleted(LocalDate day) {
        return find(day)
                .filter(delivery -> delivery.attemptState() == Delivery.AttemptState.COMPLETED)
                .isPresent();
    }

    private void insert(Contribution contribution) {
        database.sql("insert into contributions (delivery_day, event_day, readings, fingerprint)"
                        + " values (:deliveryDay, :eventDay, :readings, :fingerprint)")
                .paramSource(contribution)
                .update();
    }

    /**
     * Counts erased rejects as forgotten lines. Does nothing if the day's last attempt didn't complete: until the day
     * is ingested again, the rejects table may contain rejects of that attempt instead of the counted ones.
     *
     * @param rejects the remaining rejects by file
     */
    public void recountRejects(LocalDate day, Map<String, Long> rejects) {
        if (!isCompleted(day)) {
            return;
        }
        transaction.executeWithoutResult(status -> {
            long gone = 0;
            for (DeliveryFile file : files(day)) {
                long now = rejects.getOrDefault(file.key(), 0L);
                gone += file.rejects() - now;
                database.sql("update delivery_files set rejects = ?, forgotten = ? where delivery_day = ? and file = ?")
                        .params(now, file.lines() - file.readings() - now, day, file.key())
                        .update();
            }
            database.sql(
                            "update deliveries set rejects = rejects - ?, forgotten = forgotten + ? where delivery_day = ?")
                    .params(gone, gone, day)
                    .update();
        });
    }

    /** Returns the files that make a delivery day incomplete, as of its ingestion. */
    public IncompleteFiles incompleteFiles(Delivery delivery) {
        if (delivery.ingested() == null || delivery.ingested().isComplete()) {
            return IncompleteFiles.NONE;
        }
        return new IncompleteFiles(
                files(delivery.day()).stream()
                        .filter(DeliveryFile::isUnusable)
                        .map(DeliveryFile::key)
                        .toList(),
                database.sql("select file from delivery_files where delivery_day = ? and ignored order by file")
                        .param(delivery.day())
                        .query(String.class)
                        .list());
    }

    /** Returns a delivery day's raw files, in order of their keys. */
    public List<DeliveryFile> files(LocalDate day) {
        return database.sql("select file as \"key\", size_bytes as size, version, raw_lines as lines, blank_lines,"
                        + " readings, rejects, forgotten, broken from delivery_files"
                        + " where delivery_day = ? and not ignored order by file")
                .param(day)
                .query(DeliveryFile.class)
                .list();
    }

    /** Returns a delivery day's contributions, in the order of event days. */
    public List<Contribution> contributionsOf(LocalDate deliveryDay) {
        return contributions("delivery_day", deliveryDay, deliveryDay);
    }

    /** Returns the contributions to an event day, in the order of delivery days. */
    public List<Contribution> contributionsTo(LocalDate eventDay) {
        return contributionsTo(eventDay, eventDay);
    }

    /** Returns the contributions to event days from {@code from} to {@code to}, inclusive, by delivery day. */
    public List<Contribution> contributionsTo(LocalDate from, LocalDate to) {
        return contributions("event_day", from, to);
    }

    /** Returns the event days that have readings, in order. */
    public List<LocalDate> eventDays() {
        return database.sql("select distinct event_day from contributions order by event_day")
                .query(LocalDate.class)
                .list();
    }

    private List<Contribution> contributions(String column, LocalDate from, LocalDate to) {
        return database.sql("select * from contributions where " + column
                        + " between ? and ? order by delivery_day, event_day")
                .params(from, to)
                .query(Contribution.class)
                .list();
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        String fingerprint = row.getString("fingerprint");
        return new Delivery(
                row.getObject("delivery_day", LocalDate.class),
                row.getLong("attempt_run_id"),
                Delivery.AttemptState.valueOf(row.getString("attempt_state").toUpperCase(Locale.ROOT)),
                row.getObject("attempted_at", OffsetDateTime.class).toInstant(),
                firstLine(row.getString("attempt_message")),
                fingerprint == null ? null : ingested(row, fingerprint));
    }

    /** Returns the first line of a message, since earlier versions recorded whole stack traces. */
    private static @Nullable String firstLine(@Nullable String message) {
        return message == null ? null : message.lines().findFirst().orElse("");
    }

    private static Delivery.@Nullable Ingested ingested(ResultSet row, String fingerprint) throws SQLException {
        return new Delivery.Ingested(
                row.getLong("run_id"),
                fingerprint,
                row.getInt("files"),
                row.getInt("unusable_files"),
                row.getInt("ignored_files"),
                row.getLong("raw_lines"),
                row.getLong("readings"),
                row.getLong("rejects"),
                row.getLong("forgotten"),
                row.getObject("ingested_at", OffsetDateTime.class).toInstant());
    }
}
