package io.petty.jobs.calibration;

import io.petty.feedback.AboutEvent;
import io.petty.feedback.Feedback;
import io.petty.lake.FeedbackDay;
import io.petty.timeline.Event;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The voices on all events of one day, packed in about 50 bytes per event and 70 per voice. A million documents of
 * feedback on one day thus fit in memory while several threads fold them.
 *
 * <p>Feedback is grouped by the event that it names and by its recorded event. For each named event, feedback without a
 * recorded event forms a group of its own. All voices of a group count for the same event: the named event if it
 * exists, otherwise the event to which the recorded event is carried over.
 */
public final class DayVoices implements Serializable {
    /** A day without feedback. */
    public static final DayVoices NONE = new Builder().build();

    private final NamedEvents named;
    private final RecordedEvents recorded;
    /** The number of documents of each group. */
    private final int[] documents;
    /** The index of each group's first voice, followed by the number of all voices. */
    private final int[] starts;

    private final PackedVoices voices;

    /**
     * The voices on the events of one collar's day.
     *
     * @param voices the voices on each event, in the events' order
     * @param found counts of the documents whose event is one of these events
     */
    public record OnEvents(List<EventVoices> voices, FoundFeedback found) {
        public OnEvents {
            voices = List.copyOf(voices);
        }
    }

    private DayVoices(Builder builder) {
        named = builder.named.build();
        recorded = builder.recorded.build();
        documents = builder.documents.build().toArray();
        builder.starts.add(builder.voices.size());
        starts = builder.starts.build().toArray();
        voices = builder.voices.build();
    }

    /** Reads the feedback on a day's events. */
    public static DayVoices of(FeedbackDay day) throws IOException {
        Builder builder = new Builder();
        day.rows(builder::add);
        return builder.build();
    }

    /** Packs the feedback on a day's events, which must be sorted by event and feedback id. */
    static DayVoices of(Collection<Feedback> rows) {
        Builder builder = new Builder();
        rows.forEach(builder::add);
        return builder.build();
    }

    public boolean isEmpty() {
        return documents.length == 0;
    }

    /** Returns the number of documents, whether their events exist or not. */
    public long documents() {
        return Arrays.stream(documents).asLongStream().sum();
    }

    /** Returns the number of documents without a recorded event. */
    public long unrecorded() {
        return IntStream.range(0, documents.length)
                .filter(group -> !recorded.has(group))
                .mapToLong(group -> documents[group])
                .sum();
    }

    /** Returns whether there is feedback that names an event but has no recorded event. */
    public boolean isUnrecorded(String eventId) {
        return named.groups(eventId).stream().anyMatch(group -> !recorded.has(group));
    }

    /**
     * Returns the voices on a collar's events, from feedback that names them and from feedback that is carried over to
     * them.
     *
     * @param events all events of one collar's day, in order of their starts
     */
    public OnEvents of(List<Event> events) {
        if (isEmpty() || events.isEmpty()) {
            return new OnEvents(events.stream().map(event -> EventVoices.NONE).toList(), FoundFeedback.NONE);
        }
        Map<String, List<Integer>> groups = new HashMap<>();
        FoundFeedback found = addNaming(events, groups).plus(addCarried(events, groups));
        return new OnEvents(
                events.stream()
                        .map(event -> voices(groups.getOrDefault(event.eventId(), List.of())))
                        .toList(),
                found);
    }

    /** Divides events that are sorted by collar into one list per collar. */
    public static List<List<Event>> byCollar(List<Event> events) {
        return runs(events, Event::collarId);
    }

    /** Divides a list into runs of elements with the same key. */
    private static <T> List<List<T>> runs(List<T> all, Function<T, @Nullable Object> key) {
        List<List<T>> runs = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= all.size(); i++) {
            if (i == all.size() || !Objects.equals(key.apply(all.get(i)), key.apply(all.get(from)))) {
                runs.add(all.subList(from, i));
                from = i;
            }
        }
        return runs;
    }

    /** Adds each group that names one of the events to the groups of that event's id. */
    private FoundFeedback addNaming(List<Event> events, Map<String, List<Integer>> groups) {
        FoundFeedback found = FoundFeedback.NONE;
        for (Event event : events) {
            for (int group : named.groups(event.eventId())) {
                groups.computeIfAbsent(event.eventId(), any -> new ArrayList<>())
                        .add(group);
                found = found.plus(new FoundFeedback(documents[group], 0, recorded.has(group) ? 0 : documents[group]));
            }
        }
        return found;
    }

    /**
     * Adds each group that is carried over to one of the events to the groups of that event's id. Skips groups that
     * name one of the events.
     */
    private FoundFeedback addCarried(List<Event> events, Map<String, List<Integer>> groups) {
        FoundFeedback found = FoundFeedback.NONE;
        Set<Integer> naming = new HashSet<>();
        groups.values().forEach(naming::addAll);
        for (int group : recorded.groups(events.get(0).collarId())) {
            Event event = naming.contains(group)
                    ? null
                    : recorded.get(group).carriedTo(events).orElse(null);
            if (event != null) {
                groups.computeIfAbsent(event.eventId(), any -> new ArrayList<>())
                        .add(group);
                found = found.plus(new FoundFeedback(documents[group], documents[group], 0));
            }
        }
        return found;
    }

    /** Returns the voices of all groups together, but only the newest of each user. */
    private EventVoices voices(List<Integer> groups) {
        List<Integer> all = groups.stream()
                .sorted()
                .flatMap(group ->
                        IntStream.range(starts[group], starts[group + 1]).boxed())
                .toList();
        // Within a group, each user has one voice, and the voices are in the right order. Across groups, a user can
        // have several.
        List<Integer> heard = groups.size() > 1 ? voices.newestOfEachSpeaker(all) : all;
        return new EventVoices(heard.stream().map(voices::get).toList());
    }

    private static final class Builder {
        private static final Comparator<AboutEvent> ABOUT = Comparator.comparingLong(AboutEvent::start)
                .thenComparingLong(AboutEvent::end)
                .thenComparing(AboutEvent::behavior)
                .thenComparing(AboutEvent::collarId);

        private final NamedEvents.Builder named = new NamedEvents.Builder();
        private final RecordedEvents.Builder recorded = new RecordedEvents.Builder();
        private final IntStream.Builder documents = IntStream.builder();
        private final IntStream.Builder starts = IntStream.builder();
        private final PackedVoices.Builder voices = new PackedVoices.Builder();

        private final List<Feedback> onEvent = new ArrayList<>();

        /** Adds a row. Rows must be sorted by event. */
        private void add(Feedback row) {
            if (!onEvent.isEmpty() && !onEvent.get(0).eventId().equals(row.eventId())) {
                endEvent();
            }
            onEvent.add(row);
        }

        private void endEvent() {
            onEvent.sort(Comparator.comparing(Feedback::about, Comparator.nullsFirst(ABOUT)));
            runs(onEvent, Feedback::about).forEach(this::addGroup);
            onEvent.clear();
        }

        private void addGroup(List<Feedback> group) {
            named.add(group.get(0).eventId());
            recorded.add(group.get(0).about());
            documents.add(group.size());
            starts.add(voices.size());
            voices.addAll(group);
        }

        private DayVoices build() {
            if (!onEvent.isEmpty()) {
                endEvent();
            }
            return new DayVoices(this);
        }
    }
}
