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
 * The times of a cron expression by the clock on a wall. Where clocks are put forward, a time that is left out comes as
 * much later as they are moved; where they are put back, a time that comes twice counts the first time alone. So each
 * night has its run, and has it once.
 */
final class NightlySchedule implements Schedule {
    private final CronExpression cron;
    private final ZoneId zone;

    NightlySchedule(CronExpression cron, ZoneId zone) {
        this.cron = cron;
        this.zone = zone;
    }

    /** @throws SettingsException when there is no such time */
    static NightlySchedule of(ScheduleSettings settings) {
        try {
            return new NightlySchedule(CronExpression.parse(settings.cron()), settings.zone());
        } catch (IllegalArgumentException e) {
            throw new SettingsException(
                    "petty.schedule.cron must be like '0 0 3 * * *' (second, minute, hour, day of month, month, weekday): "
                            + e.getMessage(),
                    e);
        }
    }

    /** The first time after the one given; {@link Schedule#NEVER} when there is none. */
    Instant after(Instant time) {
        // Some hours before, since a time that was left out lies before the one that the clock shows now.
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

    /** Whether a change of the settings is taken up by the time that is already recorded. */
    @Override
    public boolean isDeterministic() {
        return true;
    }
}
