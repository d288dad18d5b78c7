package io.petty.jobs.worker;

import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The processes that take partitions, each with what it has done. */
public final class Workers {
    /** Those that died leave a row, which is of no use for longer. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final JdbcClient database;
    private final Duration expiry;

    public Workers(DataSource dataSource, WorkerSettings settings) {
        this.database = JdbcClient.create(dataSource);
        this.expiry = settings.expiry();
    }

    /**
     * A process that takes partitions.
     *
     * @param process where it runs, for people
     * @param partitions it has done since it started
     * @param busyMillis of all its threads together
     * @param waitedMillis of all its threads together, while there was a partition to be taken
     */
    public record Worker(
            String id,
            String process,
            int threads,
            long partitions,
            long readings,
            long busyMillis,
            long waitedMillis) {}

    /** Records a worker, or that it is still there. */
    public void beat(Worker worker) {
        int known = database.sql("update workers set heartbeat_at = current_timestamp, partitions = ?, readings = ?,"
                        + " busy_millis = ?, waited_millis = ? where worker_id = ?")
                .params(worker.partitions(), worker.readings(), worker.busyMillis(), worker.waitedMillis(), worker.id())
                .update();
        if (known == 0) {
            database.sql(
                            "insert into workers (worker_id, process, threads, started_at, heartbeat_at, partitions, readings,"
                                    + " busy_millis, waited_millis) values (?, ?, ?, current_timestamp, current_timestamp, ?, ?, ?, ?)")
                    .params(
                            worker.id(),
                            worker.process(),
                            worker.threads(),
                            worker.partitions(),
                            worker.readings(),
                            worker.busyMillis(),
                            worker.waitedMillis())
                    .update();
        }
    }

    /** The workers that gave a sign of life within the expiry, in the order in which they started. */
    public List<Worker> alive() {
        return database.sql(
                        "select worker_id, process, threads, partitions, readings, busy_millis, waited_millis from workers"
                                + " where " + PartitionClaims.SILENCE + " <= ? order by started_at, worker_id")
                .param(expiry.toMillis())
                .query((row, number) -> new Worker(
                        row.getString("worker_id"),
                        row.getString("process"),
                        row.getInt("threads"),
                        row.getLong("partitions"),
                        row.getLong("readings"),
                        row.getLong("busy_millis"),
                        row.getLong("waited_millis")))
                .list();
    }

    /** Forgets a worker that ended, and those that died long ago. */
    public void signOff(String worker) {
        database.sql("delete from workers where worker_id = ? or " + PartitionClaims.SILENCE + " > ?")
                .params(worker, KEPT.toMillis())
                .update();
    }
}
