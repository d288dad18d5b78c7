package io.petty.lake;

import io.petty.lake.database.LakeDatabase;
import io.petty.timeline.Behavior;
import io.petty.timeline.EventClass;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.transaction.support.TransactionTemplate;

/** The publications of event days. Readers use the current one of each day, so they never see a partly written day. */
public final class Publications {
    private static final String CURRENT =
            "select p.* from published_days d join publications p on p.publication_id = d.publication_id ";

    private final JdbcClient database;
    private final TransactionTemplate transaction;

    public Publications(LakeDatabase lake) {
        this.database = lake.client();
        this.transaction = lake.transaction();
    }

    /** Returns the day's current publication. */
    public Optional<Publication> current(LocalDate eventDay) {
        return current(eventDay, eventDay).stream().findFirst();
    }

    /** Returns the current publications of event days from {@code from} to {@code to}, inclusive, in order. */
    public List<Publication> current(LocalDate from, LocalDate to) {
        return database.sql(CURRENT + "where d.event_day between ? and ? order by d.event_day")
                .params(from, to)
                .query((row, number) -> publication(row))
                .list();
    }

    /** Returns the current publications of all event days, in order. */
    public List<Publication> all() {
        return database.sql(CURRENT + "order by d.event_day")
                .query((row, number) -> publication(row))
                .list();
    }

    /**
     * A value that changes whenever the current publication of any day changes.
     *
     * @param newest highest id of a current publication; 0 for none
     * @param days number of published days
     */
    public record State(long newest, long days) {}

    public State state() {
        return database.sql("select coalesce(max(publication_id), 0) as newest, count(*) as days from published_days")
                .query(State.class)
                .single();
    }

    /** Returns all recorded publications of the day, newest first. */
    public List<Publication> history(LocalDate eventDay) {
        return database.sql("select * from publications where event_day = ? order by publication_id desc")
                .param(eventDay)
                .query((row, number) -> publication(row))
                .list();
    }

    /** Returns the publications of a run, in order of their days. */
    public List<Publication> byRun(long run) {
        return database.sql("select * from publications where run_id = ? order by event_day, publication_id")
                .param(run)
                .query((row, number) -> publication(row))
                .list();
    }

    /** Returns all published event days, in order. */
    public List<LocalDate> days() {
        return database.sql("select event_day from published_days order by event_day")
                .query(LocalDate.class)
                .list();
    }

    /** Returns the voices on events of published days from {@code from} to {@code to}, inclusive. */
    public List<VoiceTotal> voices(LocalDate from, LocalDate to) {
        return database.sql("select d.event_day, v.* from published_days d"
                        + " join publication_voices v on v.publication_id = d.publication_id"
                        + " where d.event_day between ? and ?"
                        + " order by d.event_day, v.given_day, v.behavior, v.rule_confidence")
                .params(from, to)
                .query((row, number) -> new VoiceTotal(
                        row.getObject("event_day", LocalDate.class),
                        row.getObject("given_day", LocalDate.class),
                        new EventClass(Behavior.ofLabel(row.getString("behavior")), row.getDouble("rule_confidence")),
                        row.getLong("positive"),
                        row.getLong("negative"),
                        row.getLong("collars")))
                .list();
    }

    /**
     * Makes the given publications the current ones of their days, in one transaction.
     *
     * @param voices the voices on their events
     */
    public void publish(List<Publication> publications, List<VoiceTotal> voices) {
        transaction.executeWithoutResult(
                status -> publications.forEach(publication -> publishDay(publication, voices)));
    }

    /** Records the rules that a run uses. */
    public void record(RulesInForce rules) {
        transaction.executeWithoutResult(status -> {
            if (!rulesInForce().equals(Optional.of(rules))) {
                database.sql("delete from rules_in_force").update();
                database.sql("insert into rules_in_force (ruleset, baseline_days, calibration_days) values (?, ?, ?)")
                        .params(rules.ruleset(), rules.baselineDays(), rules.calibrationDays())
                        .update();
            }
        });
    }

    /** Returns the rules that the last run used; empty before the first run. */
    public Optional<RulesInForce> rulesInForce() {
        return database.sql("select * from rules_in_force")
                .query(RulesInForce.class)
                .optional();
    }

    /** Deletes all publications that are not current, so days can't be rolled back to them. Returns their number. */
    public int deleteAllButCurrent() {
        return database.sql(
                        "delete from publications where publication_id not in (select publication_id from published_days)")
                .update();
    }

    private void publishDay(Publication publication, List<VoiceTotal> voices) {
        LocalDate day = publication.eventDay();
        Publication.Inputs inputs = publication.inputs();
        Publication.Feedback feedback = publication.feedback();
        Publication.Snapshots snapshots = publication.snapshots();
        Publication.Content content = publication.content();
        GeneratedKeyHolder key = new GeneratedKeyHolder();
        database.sql("insert into publications (event_day, run_id, ruleset, readings_fingerprint,"
                        + " baselines_fingerprint, resting_fingerprint, feedback_fingerprint,"
                        + " calibration_fingerprint, timelines_snapshot, summaries_snapshot, resting_snapshot,"
                        + " voices_snapshot, collars, readings, events, waiting, carried, published_at, pinned_run_id)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(Arrays.asList(
                        day,
                        publication.run(),
                        inputs.ruleset(),
                        inputs.readingsFingerprint(),
                        inputs.baselinesFingerprint(),
                        content.restingFingerprint(),
                        feedback.fingerprint(),
                        inputs.calibrationFingerprint(),
                        snapshots.timelines(),
                        snapshots.summaries(),
                        snapshots.resting(),
                        snapshots.voices(),
                        content.collars(),
                        content.readings(),
                        content.events(),
                        feedback.waiting(),
                        feedback.carried(),
                        publication.publishedAt().atOffset(ZoneOffset.UTC),
                        publication.pinnedRun()))
                .update(key, "publication_id");
        Number id = Objects.requireNonNull(key.getKey());
        for (VoiceTotal total : voices) {
            if (total.eventDay().equals(day)) {
                database.sql("insert into publication_voices (publication_id, given_day, behavior, rule_confidence,"
                                + " positive, negative, collars) values (?, ?, ?, ?, ?, ?, ?)")
                        .params(
                                id,
                                total.givenDay(),
                                total.eventClass().behavior().label(),
                                total.eventClass().ruleConfidence(),
                                total.positive(),
                                total.negative(),
                                total.collars())
                        .update();
            }
        }
        int updated = database.sql("update published_days set publication_id = ? where event_day = ?")
                .params(id, day)
                .update();
        if (updated == 0) {
            database.sql("insert into published_days (event_day, publication_id) values (?, ?)")
                    .params(day, id)
                    .update();
        }
    }

    private static Publication publication(ResultSet row) throws SQLException {
        long pinnedRun = row.getLong("pinned_run_id");
        return new Publication(
                row.getObject("event_day", LocalDate.class),
                row.getLong("run_id"),
                row.getObject("published_at", OffsetDateTime.class).toInstant(),
                pinnedRun == 0 ? null : pinnedRun,
                new Publication.Inputs(
                        row.getString("ruleset"),
                        row.getString("readings_fingerprint"),
                        row.getString("baselines_fingerprint"),
                        row.getString("calibration_fingerprint")),
                new Publication.Feedback(
                        row.getString("feedback_fingerprint"), row.getLong("waiting"), row.getLong("carried")),
                new Publication.Snapshots(
                        row.getLong("timelines_snapshot"),
                        row.getLong("summaries_snapshot"),
                        row.getLong("resting_snapshot"),
                        row.getLong("voices_snapshot")),
                new Publication.Content(
                        row.getInt("collars"),
                        row.getLong("readings"),
                        row.getLong("events"),
                        row.getString("resting_fingerprint")));
    }
}
