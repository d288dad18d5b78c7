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
 * Calls for a run each night. The time of the next one is a row in the database that instances take by turns, so that a
 * night has one run however many of them there are; one that dies in mid-run is followed by another, or by itself when it
 * comes back, and a night that passed while none was there is made up for.
 */
public final class NightlyDaemon implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(NightlyDaemon.class);
    private static final String TASK = "nightly";
    private static final Duration LONGEST_POLLING = Duration.ofSeconds(10);

    /** As many signs of life fit into the time after which a holder of the lake counts as dead. */
    private static final int HEARTBEATS = 4;

    /** Nothing is waited for that the end of the process wouldn't end too. */
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
         * Does it.
         *
         * @param time which the night's run was due at
         * @throws NightFailedException when not all went well
         */
        void run(Instant time, NightDays days) throws Exception;
    }

    /**
     * What is known of nights.
     *
     * @param next when the next run is due; past while it is on
     * @param running whether an instance has it in hand
     * @param lastSuccess null when there was none yet
     * @param lastFailure null when there was none yet
     * @param failures how many there were since the last success
     */
    public record Nights(
            Instant next,
            boolean running,
            @Nullable Instant lastSuccess,
            @Nullable Instant lastFailure,
            int failures) {}

    /**
     * Makes it ready.
     *
     * @param expiry after how long without a sign of life an instance counts as dead
     * @param listener told of each look for a night and of each night's end
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
        this.schedule = NightlySchedule.of(settings);
        this.clock = clock;
        this.stop = stop;
        this.night = night;
        Duration heartbeat = expiry.dividedBy(HEARTBEATS);
        this.task = Tasks.recurring(TASK, schedule)
                .onFailure(this::failed)
                // The library's own handler would take the machine's time instead of the clock's.
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

    /** Begins to look for nights; one that was missed, or failed, begins at once. */
    public void start() {
        tryFailedNightAgain();
        scheduler.start();
        look();
        nights().ifPresent(nights -> LOG.info(
                "Nights by '{}' in {}; the next one is due at {}",
                settings.cron(),
                settings.zone(),
                TimeText.of(nights.next())));
    }

    /** Before this instance looks for nights itself; another one may already run the night. */
    private void tryFailedNightAgain() {
        if (known().filter(execution -> execution.getConsecutiveFailures() > 0 && !execution.isPicked())
                .isEmpty()) {
            return;
        }
        LOG.info("The last night failed: trying it again");
        try {
            scheduler.reschedule(task.getDefaultTaskInstance(), clock.instant());
        } catch (TaskInstanceCurrentlyExecutingException e) {
            LOG.debug("Another instance runs the night already", e);
        }
    }

    /** Looks for a night that is due now, instead of some seconds later. */
    void look() {
        scheduler.triggerCheckForDueExecutions();
    }

    /** @return empty before {@link #start} */
    Optional<Nights> nights() {
        return known().map(execution -> new Nights(
                execution.getExecutionTime(),
                execution.isPicked(),
                execution.getLastSuccess(),
                execution.getLastFailure(),
                execution.getConsecutiveFailures()));
    }

    /** Whether nights are being looked for. */
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
            LOG.info("The night was stopped; it goes on with the next start");
            operations.reschedule(complete, execution.executionTime);
            return;
        }
        Throwable cause = complete.getCause().orElseThrow();
        boolean worthRetry = !(cause instanceof NightFailedException failure) || failure.isWorthRetry();
        Instant next = schedule.after(now);
        Instant retry = now.plus(settings.retryAfter());
        if (worthRetry && execution.consecutiveFailures < settings.retries() && retry.isBefore(next)) {
            LOG.warn("The night failed: {}; trying again at {}", FailureText.of(cause), TimeText.of(retry));
            operations.reschedule(complete, retry);
        } else {
            LOG.error("The night failed: {}; the next one is due at {}", FailureText.of(cause), TimeText.of(next));
            operations.reschedule(complete, next);
        }
    }

    /** Ends a night that is on at its next clean point, when that was asked for. */
    @Override
    public void close() {
        scheduler.stop();
    }
}
