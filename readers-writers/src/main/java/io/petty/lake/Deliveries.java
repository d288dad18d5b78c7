package io.petty.lake;

import io.petty.lake.database.LakeDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The record of delivery days: attempts, files with their counts, and what each gives to which event day. */
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
        return database.sql("select * from deliveries where delivery_day = ?")
                .param(day)
                .query((row, number) -> delivery(row))
                .optional();
    }

    /** All known delivery days from {@code from} to {@code to}, both included, in order. */
    public List<Delivery> between(LocalDate from, LocalDate to) {
        return database.sql("select * from deliveries where delivery_day between ? and ? order by delivery_day")
                .params(from, to)
                .query((row, number) -> delivery(row))
                .list();
    }

    /** All known delivery days, in order. */
    public List<LocalDate> days() {
        return database.sql("select delivery_day from deliveries order by delivery_day")
                .query((row, number) -> row.getObject(1, LocalDate.class))
                .list();
    }

    /** Notes that a run begins to ingest the day; what is ingested stays as it is. */
    public void attempt(LocalDate day, long run) {
        transaction.executeWithoutResult(status -> {
            int updated = database.sql("update deliveries set attempt_run_id = ?, attempt_state = 'running',"
                            + " attempted_at = ?, attempt_message = null where delivery_day = ?")
                    .params(run, now(), day)
                    .update();
            if (updated == 0) {
                database.sql("insert into deliveries (delivery_day, attempt_run_id, attempt_state, attempted_at)"
                                + " values (?, ?, 'running', ?)")
                        .params(day, run, now())
                        .update();
            }
        });
    }

    /** Notes that the attempt failed, and why. */
    public void fail(LocalDate day, long run, String message) {
        database.sql("update deliveries set attempt_state = 'failed', attempt_message = ?"
                        + " where delivery_day = ? and attempt_run_id = ?")
                .params(Runs.shortened(message), day, run)
                .update();
    }

    /** Notes that all attempts that still count as running failed, since their processes are gone. */
    public void failUnfinished(String message) {
        database.sql(
                        "update deliveries set attempt_state = 'failed', attempt_message = ? where attempt_state = 'running'")
                .param(message)
                .update();
    }

    /** Replaces what the day is known to have given, in one transaction, once its tables are committed. */
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
            for (DeliveryFile file : files) {
                database.sql(
                                "insert into delivery_files (delivery_day, file, size_bytes, version, raw_lines,"
                                        + " blank_lines, readings, rejects, forgotten, broken) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
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
                                file.broken())
                        .update();
            }
            for (String file : ignoredFiles) {
                database.sql("insert into delivery_files (delivery_day, file, size_bytes, version, raw_lines,"
                                + " blank_lines, readings, rejects, forgotten, broken, ignored)"
                                + " values (?, ?, 0, '', 0, 0, 0, 0, 0, false, true)")
                        .params(day, file)
                        .update();
            }
            database.sql("delete from contributions where delivery_day = ?")
                    .param(day)
                    .update();
            for (Contribution contribution : contributions) {
                insert(contribution);
            }
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
                            now(),
                            day)
                    .update();
        });
    }

    /**
     * Replaces what a delivery day gives to one event day, from which a forgotten collar was taken. So many readings of
     * the day count as forgotten lines; by file they stay counted as they were, since nobody knows which file had them.
     *
     * @param now null for nothing
     */
    public void takeFromContribution(LocalDate deliveryDay, LocalDate eventDay, @Nullable Contribution now) {
        transaction.executeWithoutResult(status -> {
            long before = contributionsOf(deliveryDay).stream()
                    .filter(given -> given.eventDay().equals(eventDay))
                    .mapToLong(Contribution::readings)
                    .sum();
            long gone = Math.max(0, before - (now == null ? 0 : now.readings()));
            database.sql("delete from contributions where delivery_day = ? and event_day = ?")
                    .params(deliveryDay, eventDay)
                    .update();
            if (now != null) {
                insert(now);
            }
            database.sql("update deliveries set readings = readings - ?, forgotten = forgotten + ?"
                            + " where delivery_day = ? and readings >= ?")
                    .params(gone, gone, deliveryDay, gone)
                    .update();
        });
    }

    private void insert(Contribution contribution) {
        database.sql("insert into contributions (delivery_day, event_day, readings, fingerprint) values (?, ?, ?, ?)")
                .params(
                        contribution.deliveryDay(),
                        contribution.eventDay(),
                        contribution.readings(),
                        contribution.fingerprint())
                .update();
    }

    /**
     * Counts lines that were rejects and are no longer kept as forgotten ones. A day whose last attempt failed has that
     * attempt's rejects, which are not those that are counted here, and stays as it is until it is ingested.
     *
     * @param rejects how many lines are rejects now, by file
     */
    public void recountRejects(LocalDate day, Map<String, Long> rejects) {
        if (find(day)
                .filter(delivery -> delivery.attemptState() == Delivery.AttemptState.COMPLETED)
                .isEmpty()) {
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

    /** What makes a delivery day incomplete as it was ingested. */
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

    /** What is known of a delivery day's raw files, in order of their keys. */
    public List<DeliveryFile> files(LocalDate day) {
        return database.sql("select * from delivery_files where delivery_day = ? and not ignored order by file")
                .param(day)
                .query((row, number) -> new DeliveryFile(
                        row.getString("file"),
                        row.getLong("size_bytes"),
                        row.getString("version"),
                        row.getLong("raw_lines"),
                        row.getLong("blank_lines"),
                        row.getLong("readings"),
                        row.getLong("rejects"),
                        row.getLong("forgotten"),
                        row.getBoolean("broken")))
                .list();
    }

    /** What the delivery day gives to event days, in their order. */
    public List<Contribution> contributionsOf(LocalDate deliveryDay) {
        return contributions("delivery_day", deliveryDay, deliveryDay);
    }

    /** What an event day gets, in the order of delivery days. */
    public List<Contribution> contributionsTo(LocalDate eventDay) {
        return contributionsTo(eventDay, eventDay);
    }

    /** What each event day from {@code from} to {@code to}, both included, gets, in the order of delivery days. */
    public List<Contribution> contributionsTo(LocalDate from, LocalDate to) {
        return contributions("event_day", from, to);
    }

    /** The event days that have readings, in order. */
    public List<LocalDate> eventDays() {
        return database.sql("select distinct event_day from contributions order by event_day")
                .query((row, number) -> row.getObject(1, LocalDate.class))
                .list();
    }

    private List<Contribution> contributions(String column, LocalDate from, LocalDate to) {
        return database.sql("select * from contributions where " + column
                        + " between ? and ? order by delivery_day, event_day")
                .params(from, to)
                .query((row, number) -> new Contribution(
                        row.getObject("delivery_day", LocalDate.class),
                        row.getObject("event_day", LocalDate.class),
                        row.getLong("readings"),
                        row.getString("fingerprint")))
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

    /** Earlier versions recorded stack traces. */
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

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
