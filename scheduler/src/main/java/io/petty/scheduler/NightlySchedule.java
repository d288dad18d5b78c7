package io.petty.scheduler;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import io.petty.settings.SettingsException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.springframework.scheduling.support.CronExpression;

/**
 * The times of a cron expression in local time. When clocks go forward, a skipped time moves forward by the same
 * amount. When they go back, only the first of two equal times counts. Each night thus has exactly one run.
 */
final class NightlySchedule implements Schedule {
    private final CronExpression cron;
    private final ZoneId zone;

    /** @throws SettingsException if the cron expression is invalid */
    NightlySchedule(ScheduleSettings settings) {
        zone = settings.zone();
        try {
            cron = CronExpression.parse(settings.cron());
        } catch (IllegalArgumentException e) {
            throw new SettingsException(
                    "petty.schedule.cron must be like '0 0 3 * * *' (second, minute, hour, day of month, month, weekday): "
                            + e.getMessage(),
                    e);
        }
    }

    /** Returns the first time after the given one, or {@link Schedule#NEVER}. */
    Instant after(Instant time) {
        // The search starts two hours earlier, because a skipped local time is before the current local time.
        LocalDateTime wall = LocalDateTime.ofInstant(time, zone).minus(2, ChronoUnit.HOURS);
        while (true) {
            wall = cron.next(Objects.requireNonNull(wall));
            if (wall == null) {
                return NEVER;
            }
            Instant next = wall.atZone(zone).toInstant();
            if (next.isAfter(time)) {
                return next;
            }
        }
    }

    @Override
    public Instant getNextExecutionTime(ExecutionComplete complete) {
        return after(complete.getTimeDone());
    }

    @Override
    public Instant getInitialExecutionTime(Instant now) {
        return after(now);
    }

    /** Makes the scheduler replace the recorded time when the settings change. */
    @Override
    public boolean isDeterministic() {
        return true;
    }
}
