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

/** The voices on the events of a job's days. Each day's feedback is read only once. */
public final class FeedbackOnDays {
    private final Lake lake;
    private final EventDays eventDays;
    private final Map<LocalDate, DayVoices> days = new HashMap<>();

    public FeedbackOnDays(Lake lake, EventDays eventDays) {
        this.lake = lake;
        this.eventDays = eventDays;
    }

    /** Returns the voices on a day's events. */
    public DayVoices of(LocalDate day) {
        return days.computeIfAbsent(day, this::read);
    }

    /** Returns the voices on the days' events, for days that have any. */
    public Map<LocalDate, DayVoices> onDays(Collection<LocalDate> wanted) {
        Map<LocalDate, DayVoices> found = new HashMap<>();
        for (LocalDate day : wanted) {
            if (!of(day).isEmpty()) {
                found.put(day, of(day));
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
