package io.petty.jobs.worker;

import io.petty.jobs.queue.PartitionMessage;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who works on which partition, in the database, by the database's clock alone. A message only says that there may be
 * something to do: whether there is, is decided here by one conditional update, so a message may come twice or never.
 */
public final class PartitionClaims {
    private static final int LONGEST_FAILURE = 2000;
    private static final String AGE = "(extract(epoch from current_timestamp) - extract(epoch from %s)) * 1000";

    /** Milliseconds since the last sign of life. */
    static final String SILENCE = AGE.formatted("heartbeat_at");

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final WorkerSettings settings;

    public PartitionClaims(DataSource dataSource, WorkerSettings settings) {
        this.database = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.settings = settings;
    }

    // the run's side

    /** Lets workers claim partitions. */
    public void offer(long run, Collection<PartitionMessage> partitions) {
        for (PartitionMessage partition : partitions) {
            database.sql(
                            "insert into partition_claims (step_execution_id, run_id, partition_name, state, attempt, failures,"
                                    + " deaths, sent_at) values (?, ?, ?, 'waiting', 0, 0, 0, current_timestamp)")
                    .params(partition.stepExecution(), run, partition.partition())
                    .update();
        }
    }

    /** Ends all work on a run's partitions: what is still being done is nobody's any more. */
    public void withdraw(long run) {
        database.sql("delete from partition_claims where run_id = ?").param(run).update();
    }

    /**
     * How many partitions of a run are where.
     *
     * @param worker null for those that nobody has
     * @param silent how many of them have given no sign of life for longer than the expiry
     */
    public record Count(State state, @Nullable String worker, int partitions, int silent) {}

    /** What may become of a partition. */
    public enum State {
        WAITING,
        CLAIMED,
        DONE,
        FAILED;

        private String column() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static State of(String column) {
            return valueOf(column.toUpperCase(Locale.ROOT));
        }
    }

    /** How a run's partitions stand. */
    public List<Count> counts(long run) {
        return database.sql(
                        "select state, worker_id, count(*) as partitions, sum(case when state = 'claimed' and "
                                + SILENCE
                                + " > ? then 1 else 0 end) as silent from partition_claims where run_id = ? group by state, worker_id")
                .params(settings.expiry().toMillis(), run)
                .query((row, number) -> new Count(
                        State.of(row.getString("state")),
                        row.getString("worker_id"),
                        row.getInt("partitions"),
                        row.getInt("silent")))
                .list();
    }

    /** The partitions whose workers went silent: to be sent again, but for those over which too many workers died. */
    public List<Long> takeFromTheSilent(long run) {
        List<Long> silent = database.sql(
                        "select step_execution_id from partition_claims where run_id = ? and state = 'claimed'"
                                + " and " + SILENCE + " > ?")
                .params(run, settings.expiry().toMillis())
                .query(Long.class)
                .list();
        return silent.stream().filter(this::takeFromTheSilentOne).toList();
    }

    private boolean takeFromTheSilentOne(long stepExecution) {
        int given = database.sql("update partition_claims set deaths = deaths + 1, sent_at = current_timestamp,"
                        + " state = case when deaths + 1 >= ? then 'failed' else 'waiting' end,"
                        + " failure = case when deaths + 1 >= ? then ? else failure end"
                        + " where step_execution_id = ? and state = 'claimed' and " + SILENCE + " > ?")
                .params(
                        settings.deaths(),
                        settings.deaths(),
                        "%d workers died over it".formatted(settings.deaths()),
                        stepExecution,
                        settings.expiry().toMillis())
                .update();
        return given == 1;
    }

    /** The partitions that have been waiting for longer than the expiry, which count as sent now. */
    public List<Long> sendAgain(long run) {
        List<Long> waiting = database.sql(
                        "select step_execution_id from partition_claims where run_id = ? and state = 'waiting'"
                                + " and " + AGE.formatted("sent_at") + " > ?")
                .params(run, settings.expiry().toMillis())
                .query(Long.class)
                .list();
        for (Long stepExecution : waiting) {
            database.sql("update partition_claims set sent_at = current_timestamp where step_execution_id = ?")
                    .param(stepExecution)
                    .update();
        }
        return waiting;
    }

    /** A partition that was given up. */
    public record Failure(long stepExecution, String partition, String reason) {}

    /** The run's partitions that were given up, by their names. */
    public List<Failure> failures(long run) {
        return database.sql("select step_execution_id, partition_name, failure from partition_claims where run_id = ?"
                        + " and state = 'failed' order by partition_name")
                .param(run)
                .query((row, number) -> new Failure(
                        row.getLong("step_execution_id"),
                        row.getString("partition_name"),
                        Objects.requireNonNullElse(row.getString("failure"), "")))
                .list();
    }

    // the workers' side

    /** Claims a partition for a worker, unless another one has it, it is done, or nobody wants it any more. */
    public Optional<Claim> claim(PartitionMessage message, String worker) {
        return Objects.requireNonNull(transaction.execute(status -> {
            int claimed = database.sql(
                            "update partition_claims set state = 'claimed', attempt = attempt + 1, worker_id = ?,"
                                    + " heartbeat_at = current_timestamp, deaths = deaths + case when state = 'claimed' then 1 else 0 end"
                                    + " where step_execution_id = ? and partition_name = ? and (state = 'waiting'"
                                    + " or (state = 'claimed' and " + SILENCE + " > ? and deaths + 1 < ?))")
                    .params(
                            worker,
                            message.stepExecution(),
                            message.partition(),
                            settings.expiry().toMillis(),
                            settings.deaths())
                    .update();
            if (claimed == 0) {
                return Optional.<Claim>empty();
            }
            return Optional.of(database.sql("select attempt, failures, " + AGE.formatted("sent_at")
                            + " as waited from partition_claims where step_execution_id = ?")
                    .param(message.stepExecution())
                    .query((row, number) -> new Claim(
                            message.stepExecution(),
                            message.partition(),
                            row.getInt("attempt"),
                            row.getInt("failures"),
                            Math.max(0, Math.round(row.getDouble("waited")))))
                    .single());
        }));
    }

    /** A sign of life; false when the claim is lost. */
    public boolean beat(Claim claim) {
        return change(claim, "heartbeat_at = current_timestamp", null) == 1;
    }

    /**
     * Changes records in a transaction during which nobody else can claim the partition.
     *
     * @throws ClaimLostException when another worker has it now; nothing is changed then
     */
    public void fenced(Claim claim, Runnable change) {
        transaction.executeWithoutResult(status -> {
            boolean ours = database.sql(
                            "select attempt from partition_claims where step_execution_id = ? and state = 'claimed'"
                                    + " for update")
                    .param(claim.stepExecution())
                    .query(Integer.class)
                    .optional()
                    .filter(attempt -> attempt == claim.attempt())
                    .isPresent();
            if (!ours) {
                throw new ClaimLostException(claim.partition());
            }
            change.run();
        });
    }

    /** @throws ClaimLostException when another worker has it now */
    public void done(Claim claim) {
        if (change(claim, "state = 'done'", null) == 0) {
            throw new ClaimLostException(claim.partition());
        }
    }

    /**
     * Gives a partition back that failed.
     *
     * @return whether it is given up with that
     * @throws ClaimLostException when another worker has it now
     */
    public boolean failed(Claim claim, String reason) {
        boolean last = claim.failures() + 1 >= settings.attempts();
        String cut = reason.substring(0, Math.min(LONGEST_FAILURE, reason.length()));
        String state = "state = '" + (last ? State.FAILED : State.WAITING).column() + "'";
        if (change(claim, state + ", failures = failures + 1, sent_at = current_timestamp, failure = ?", cut) == 0) {
            throw new ClaimLostException(claim.partition());
        }
        return last;
    }

    /** Gives back a partition that wasn't finished because the worker is to stop. */
    public void release(Claim claim) {
        change(claim, "state = 'waiting', sent_at = current_timestamp", null);
    }

    private int change(Claim claim, String assignments, @Nullable String parameter) {
        JdbcClient.StatementSpec statement = database.sql("update partition_claims set " + assignments
                + " where step_execution_id = ? and attempt = ? and state = 'claimed'");
        if (parameter != null) {
            statement = statement.param(parameter);
        }
        return statement.param(claim.stepExecution()).param(claim.attempt()).update();
    }
}
