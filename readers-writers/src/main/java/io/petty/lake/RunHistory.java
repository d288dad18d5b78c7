package io.petty.lake;

import io.petty.lake.database.LakeDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Queries recorded runs, newest first, and the steps that Spring Batch recorded. */
public final class RunHistory {
    private static final String RUNS = "select r.*, (select count(distinct event_day) from publications p"
            + " where p.run_id = r.run_id) as days from runs r ";

    private final JdbcClient database;

    /**
     * A run.
     *
     * @param state {@code running}, {@code completed}, {@code failed} or {@code stopped}
     * @param endedAt null while it runs
     * @param message why it failed; null if it didn't
     * @param publishedDays number of event days it published
     */
    public record Run(
            long id,
            String command,
            String state,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable String message,
            int publishedDays) {

        /** Returns the time from start to end; null while it runs. */
        public @Nullable Duration took() {
            return endedAt == null ? null : Duration.between(startedAt, endedAt);
        }

        public boolean isRunning() {
            return state.equals("running");
        }

        /**
         * Returns a running run as failed, and any other run unchanged. If the process has died, the
         * next run records the same state and message.
         */
        public Run cutOffIfRunning() {
            return isRunning() ? new Run(id, command, "failed", startedAt, null, Runs.CUT_OFF, publishedDays) : this;
        }
    }

    /**
     * A step of one of the run's jobs. Each partition is a step, named like {@code step:0001}.
     *
     * @param jobExecution id of the job's execution; later jobs of a run have higher ids
     * @param day the delivery day that the job ingests; null for a job that computes event days
     * @param status Spring Batch's status, such as {@code COMPLETED}
     * @param read number of items read
     * @param written number of items written
     * @param took duration; null for a step that never ended
     */
    public record Step(
            long jobExecution,
            String job,
            String name,
            @Nullable String day,
            String status,
            long read,
            long written,
            @Nullable Duration took) {}

    public RunHistory(LakeDatabase lake) {
        this.database = lake.client();
    }

    /** Returns the newest runs, newest first. */
    public List<Run> last(int count) {
        return database.sql(RUNS + "order by r.run_id desc fetch first " + count + " rows only")
                .query((row, number) -> run(row))
                .list();
    }

    public Optional<Run> find(long run) {
        return database.sql(RUNS + "where r.run_id = ?")
                .param(run)
                .query((row, number) -> run(row))
                .optional();
    }

    /** Returns the steps of the run's jobs, in the order of their starts. */
    public List<Step> steps(long run) {
        return database.sql("select i.job_name, s.*, (select d.parameter_value from"
                        + " batch_job_execution_params d where d.job_execution_id = e.job_execution_id"
                        + " and d.parameter_name = 'deliveryDay') as delivery_day from batch_job_execution e"
                        + " join batch_job_instance i on i.job_instance_id = e.job_instance_id"
                        + " join batch_job_execution_params p on p.job_execution_id = e.job_execution_id"
                        + " join batch_step_execution s on s.job_execution_id = e.job_execution_id"
                        + " where p.parameter_name = 'run' and p.parameter_value = ? order by s.step_execution_id")
                .param(String.valueOf(run))
                .query((row, number) -> step(row))
                .list();
    }

    private static Run run(ResultSet row) throws SQLException {
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new Run(
                row.getLong("run_id"),
                row.getString("command"),
                row.getString("state"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                ended == null ? null : ended.toInstant(),
                row.getString("message"),
                row.getInt("days"));
    }

    private static Step step(ResultSet row) throws SQLException {
        LocalDateTime started = row.getObject("start_time", LocalDateTime.class);
        LocalDateTime ended = row.getObject("end_time", LocalDateTime.class);
        return new Step(
                row.getLong("job_execution_id"),
                row.getString("job_name"),
                row.getString("step_name"),
                row.getString("delivery_day"),
                row.getString("status"),
                row.getLong("read_count"),
                row.getLong("write_count"),
                started == null || ended == null ? null : Duration.between(started, ended));
    }
}
