package io.petty.lake;

import io.petty.lake.database.LakeDatabase;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/** The records of runs and how they ended. */
public final class Runs {
    /** The message of a run whose process died, and of the day that it was ingesting. */
    public static final String CUT_OFF = "the run was cut off";

    private static final int MESSAGE_LENGTH = 4000;

    private final JdbcClient database;
    private final Clock clock;

    public Runs(LakeDatabase lake, Clock clock) {
        this.database = lake.client();
        this.clock = clock;
    }

    /** Records the start of a run and returns its number. */
    public long start(String command) {
        GeneratedKeyHolder key = new GeneratedKeyHolder();
        database.sql("insert into runs (command, state, started_at) values (?, 'running', ?)")
                .params(command.substring(0, Math.min(200, command.length())), OffsetDateTime.now(clock))
                .update(key, "run_id");
        return Objects.requireNonNull(key.getKey()).longValue();
    }

    public void complete(long run) {
        end(run, "completed", null);
    }

    /** Records that a run failed, and why. */
    public void fail(long run, String message) {
        end(run, "failed", shortened(message));
    }

    /** Records that a run was stopped on request. */
    public void stop(long run) {
        end(run, "stopped", null);
    }

    /** Records that all running runs failed, because their processes have ended. */
    public void failUnfinished(String message) {
        database.sql("update runs set state = 'failed', ended_at = ?, message = ? where state = 'running'")
                .params(OffsetDateTime.now(clock), message)
                .update();
    }

    private void end(long run, String state, @Nullable String message) {
        database.sql("update runs set state = ?, ended_at = ?, message = ? where run_id = ? and state = 'running'")
                .param(state)
                .param(OffsetDateTime.now(clock))
                .param(message)
                .param(run)
                .update();
    }

    static String shortened(String message) {
        return message.substring(0, Math.min(MESSAGE_LENGTH, message.length()));
    }
}
