package io.petty.scheduler;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.petty.jobs.FailureText;
import io.petty.jobs.StopRequest;
import io.petty.lake.database.LakeDatabase;
import io.petty.parquet.export.TimeText;
import java.io.Closeable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a run each night. The time of the next run is in a database row that instances lock, so only one instance runs
 * each night. If an instance dies during a run, another one, or the same one after its restart, repeats the night. A
 * night that was missed because no instance was up runs later.
 */
public final class NightlyDaemon implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(NightlyDaemon.class);
    private static final String TASK = "nightly";
    private static final Duration LONGEST_POLLING = Duration.ofSeconds(10);

    /** The number of missed heartbeats after which an instance counts as dead. */
    private static final int HEARTBEATS = 4;

    /** The maximum time that {@link #close} waits for a run in progress. */
    private static final Duration LONGEST_END = Duration.ofHours(1);

    private final ScheduleSettings settings;
    private final NightlySchedule schedule;
    private final Clock clock;
    private final StopRequest stop;
    private final Night night;
    private final RecurringTask<Void> task;
    private final Scheduler scheduler;

    /** The work of a night. */
    public interface Night {
        /**
         * Runs a night.
         *
         * @param time when the night was due
         * @throws NightFailedException if something failed
         */
        void run(Instant time, NightDays days) throws Exception;
    }

    /**
     * The record of nights.
     *
     * @param next when the next run is due; in the past while it is in progress
     * @param running whether an instance is running it
     * @param lastSuccess the end of the last successful night; null for none
     * @param lastFailure the end of the last failed night; null for none
     * @param failures the number of failures since the last success
     */
    public record Nights(
            Instant next,
            boolean running,
            @Nullable Instant lastSuccess,
            @Nullable Instant lastFailure,
            int failures) {}

    /**
     * Creates a daemon. {@link #start} starts it.
     *
     * @param expiry the time without a heartbeat after which an instance counts as dead
     * @param listener notified of each poll and of the end of each night
     */
    public NightlyDaemon(
            LakeDatabase database,
            ScheduleSettings settings,
            Duration expiry,
            Clock clock,
            StopRequest stop,
            SchedulerListener listener,
            Night night) {
        this.settings = settings;
        this.schedule = new NightlySchedule(settings);
        this.clock = clock;
        this.stop = stop;
        this.night = night;
        Duration heartbeat = expiry.dividedBy(HEARTBEATS);
        this.task = Tasks.recurring(TASK, schedule)
                .onFailure(this::failed)
                // The library's own handler would use the machine's time instead of the clock.
                .onDeadExecution((dead, operations) -> operations.reschedule(dead, clock.instant()))
                .execute((instance, context) -> run(context.getExecution()));
        this.scheduler = Scheduler.create(database.dataSource())
                .startTasks(task)
                .threads(1)
                .clock(clock::instant)
                .schedulerName(new SchedulerName.Fixed(
                        MachineName.name() + " " + ProcessHandle.current().pid()))
                .pollingInterval(heartbeat.compareTo(LONGEST_POLLING) < 0 ? heartbeat : LONGEST_POLLING)
                .heartbeatInterval(heartbeat)
                .missedHeartbeatsLimit(HEARTBEATS)
                .shutdownMaxWait(LONGEST_END)
                .failureLogging(LogLevel.OFF, false)
                .addSchedulerListener(listener)
                .build();
    }

    /** Starts polling for due nights. A night that was missed or failed starts immediately. */
    public void start() {
        tryFailedNightAgain();
        scheduler.start();
        look();
        nights().ifPresent(nights -> LOG.info(
                "Schedule '{}' in {}; the next night is due at {}",
                settings.cron(),
                settings.zone(),
                TimeText.of(nights.next())));
    }

    /**
     * Makes a failed night due now. Must run before this instance starts polling. Another instance may already be
     * running the night.
     */
    private void tryFailedNightAgain() {
        if (known().filter(execution -> execution.getConsecutiveFailures() > 0 && !execution.isPicked())
                .isEmpty()) {
            return;
        }
        LOG.info("The last night failed: retrying it");
        try {
            scheduler.reschedule(task.getDefaultTaskInstance(), clock.instant());
        } catch (TaskInstanceCurrentlyExecutingException e) {
            LOG.debug("Another instance is already running the night", e);
        }
    }

    /** Polls for a due night now instead of a few seconds later. */
    void look() {
        scheduler.triggerCheckForDueExecutions();
    }

    /** Returns the record of nights; empty before the first {@link #start}. */
    Optional<Nights> nights() {
        return known().map(execution -> new Nights(
                execution.getExecutionTime(),
                execution.isPicked(),
                execution.getLastSuccess(),
                execution.getLastFailure(),
                execution.getConsecutiveFailures()));
    }

    /** Returns whether the daemon is polling for nights. */
    boolean isStarted() {
        return scheduler.getSchedulerState().isStarted()
                && !scheduler.getSchedulerState().isShuttingDown();
    }

    private Optional<ScheduledExecution<Object>> known() {
        return scheduler.getScheduledExecution(task.getDefaultTaskInstance());
    }

    private void run(Execution execution) {
        NightDays days = NightDays.at(clock.instant(), execution.lastSuccess, settings);
        try {
            night.run(execution.executionTime, days);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(FailureText.of(e), e);
        }
    }

    private void failed(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        Instant now = complete.getTimeDone();
        Execution execution = complete.getExecution();
        if (stop.isRequested()) {
            LOG.info("The night was stopped; it continues at the next start");
            operations.reschedule(complete, execution.executionTime);
            return;
        }
        Throwable cause = complete.getCause().orElseThrow();
        boolean worthRetry = !(cause instanceof NightFailedException failure) || failure.isWorthRetry();
        Instant next = schedule.after(now);
        Instant retry = now.plus(settings.retryAfter());
        if (worthRetry && execution.consecutiveFailures < settings.retries() && retry.isBefore(next)) {
            LOG.warn("The night failed: {}; the next attempt is at {}", FailureText.of(cause), TimeText.of(retry));
            operations.reschedule(complete, retry);
        } else {
            LOG.error("The night failed: {}; the next one is due at {}", FailureText.of(cause), TimeText.of(next));
            operations.reschedule(complete, next);
        }
    }

    /** Stops polling and waits for a night in progress to end. */
    @Override
    public void close() {
        scheduler.stop();
    }
}
