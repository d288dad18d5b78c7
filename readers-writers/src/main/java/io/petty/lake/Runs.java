package io.petty.lake;

import io.petty.lake.database.LakeDatabase;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/** The record of what was run and how it ended. */
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

    /** Begins a run and returns its number. */
    public long start(String command) {
        GeneratedKeyHolder key = new GeneratedKeyHolder();
        database.sql("insert into runs (command, state, started_at) values (?, 'running', ?)")
                .params(command.substring(0, Math.min(200, command.length())), now())
                .update(key, "run_id");
        Number id = key.getKey();
        if (id == null) {
            throw new IllegalStateException("The database gave the new run no number");
        }
        return id.longValue();
    }

    public void complete(long run) {
        end(run, "completed", null);
    }

    /** Ends a run that failed, with a message that says why. */
    public void fail(long run, String message) {
        end(run, "failed", shortened(message));
    }

    /** Ends a run that was asked to stop. */
    public void stop(long run) {
        end(run, "stopped", null);
    }

    /** Ends all runs that still count as running, whose processes are gone. */
    public void failUnfinished(String message) {
        database.sql("update runs set state = 'failed', ended_at = ?, message = ? where state = 'running'")
                .params(now(), message)
                .update();
    }

    private void end(long run, String state, @Nullable String message) {
        database.sql("update runs set state = ?, ended_at = ?, message = ? where run_id = ?" + " and state = 'running'")
                .param(state)
                .param(now())
                .param(message)
                .param(run)
                .update();
    }

    static String shortened(String message) {
        return message.substring(0, Math.min(MESSAGE_LENGTH, message.length()));
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
