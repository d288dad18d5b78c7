package io.petty.jobs.feedback;

import io.petty.jobs.calibration.DayVoices;
import io.petty.lake.EventDays;
import io.petty.lake.FeedbackDay;
import io.petty.lake.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.batch.core.job.JobExecution;

/** The voices on the events of the days that a job works on, read once for all its partitions. */
public final class FeedbackOnDays {
    private final Lake lake;
    private final EventDays eventDays;
    private final Map<LocalDate, DayVoices> days = new HashMap<>();
    private long job = -1;

    public FeedbackOnDays(Lake lake, EventDays eventDays) {
        this.lake = lake;
        this.eventDays = eventDays;
    }

    /** The voices on a day's events; those of an earlier job's days are forgotten. */
    public synchronized DayVoices of(JobExecution asking, LocalDate day) {
        if (job != asking.getId()) {
            days.clear();
            job = asking.getId();
        }
        return days.computeIfAbsent(day, this::read);
    }

    /** The voices on the events of those days that have some. */
    public Map<LocalDate, DayVoices> onDays(JobExecution asking, Collection<LocalDate> asked) {
        Map<LocalDate, DayVoices> found = new HashMap<>();
        for (LocalDate day : asked) {
            DayVoices said = of(asking, day);
            if (!said.isEmpty()) {
                found.put(day, said);
            }
        }
        return found;
    }

    private DayVoices read(LocalDate day) {
        if (eventDays.feedbackFingerprint(day).isEmpty()) {
            return DayVoices.NONE;
        }
        try {
            return DayVoices.of(new FeedbackDay(lake, day));
        } catch (IOException e) {
            throw new UncheckedIOException("The feedback of %s can't be read".formatted(day), e);
        }
    }
}
