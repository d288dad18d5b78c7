package io.petty.jobs.calibration;

import io.petty.jobs.calibration.EventVoices.OwnerVoice;
import io.petty.jobs.calibration.EventVoices.Verdict;
import io.petty.timeline.Event;
import io.petty.timeline.EventClass;
import io.petty.timeline.VoiceCount;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Folds the voices on a collar's events into the events, and counts the voices for the calibration of later days. */
public final class FeedbackFolding {
    private final DayVoices voices;
    private final int windowDays;

    /**
     * The result of folding.
     *
     * @param events the same events with their feedback
     * @param counts counts of the voices, by class of events and by the day on which they were given
     * @param found counts of the documents whose event was found
     */
    public record Folded(List<Event> events, List<VoiceCount> counts, FoundFeedback found) {
        public Folded {
            events = List.copyOf(events);
            counts = List.copyOf(counts);
        }
    }

    public FeedbackFolding(DayVoices voices, CalibrationRules rules) {
        this.voices = voices;
        this.windowDays = rules.windowDays();
    }

    /**
     * Folds feedback into the events of one collar's day, which must be in order of their starts. The events'
     * confidences stay the same.
     */
    public Folded fold(List<Event> events) {
        List<Event> folded = new ArrayList<>(events.size());
        SortedMap<EventClass, SortedMap<LocalDate, int[]>> counts = new TreeMap<>();
        DayVoices.OnEvents said = voices.of(events);
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            EventVoices ofEvent = said.voices().get(i);
            for (OwnerVoice voice : ofEvent.voices()) {
                count(event, voice, counts);
            }
            Verdict verdict = ofEvent.on(event.behavior());
            folded.add(event.reviewed(
                    verdict.positive(), verdict.negative(), verdict.review(), verdict.correctedBehavior()));
        }
        List<VoiceCount> list = new ArrayList<>();
        counts.forEach((eventClass, days) -> days.forEach((given, count) -> list.add(
                new VoiceCount(events.get(0).collarId(), events.get(0).day(), eventClass, given, count[0], count[1]))));
        return new Folded(folded, list, said.found());
    }

    private void count(Event event, OwnerVoice voice, SortedMap<EventClass, SortedMap<LocalDate, int[]>> counts) {
        int sign = voice.signFor(event.behavior());
        if (sign != 0) {
            int[] count = counts.computeIfAbsent(EventClass.of(event), eventClass -> new TreeMap<>())
                    .computeIfAbsent(givenDay(event.day(), voice.timestamp()), given -> new int[2]);
            count[sign > 0 ? 0 : 1]++;
        }
    }

    /**
     * Returns the day on which a voice was given, limited to the days from the event's day to the end of the window. A
     * forged timestamp thus can't add other days.
     */
    private LocalDate givenDay(LocalDate eventDay, long timestamp) {
        LocalDate given = LocalDate.ofInstant(Instant.ofEpochMilli(timestamp), ZoneOffset.UTC);
        LocalDate last = eventDay.plusDays(windowDays);
        if (given.isBefore(eventDay)) {
            return eventDay;
        }
        return given.isAfter(last) ? last : given;
    }
}
