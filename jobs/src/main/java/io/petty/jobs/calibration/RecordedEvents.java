package io.petty.jobs.calibration;

import io.petty.feedback.AboutEvent;
import io.petty.timeline.Behavior;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The events that are recorded with groups of feedback, packed. A group has at most one. */
final class RecordedEvents implements Serializable {
    private static final List<Behavior> BEHAVIORS = List.of(Behavior.values());
    private static final int NONE = -1;

    private final List<String> collars;
    /** Indexes into {@link #collars}; {@link #NONE} if no event is recorded. */
    private final int[] collarPlaces;

    private final long[] starts;
    private final long[] ends;
    private final byte[] behaviors;

    private final Map<String, Integer> lastOfCollar = new HashMap<>();
    /** For each group, the previous group of the same collar, or {@link #NONE}. */
    private final int[] earlierOfCollar;

    private RecordedEvents(Builder builder) {
        collars = List.copyOf(builder.collars.keySet());
        collarPlaces = builder.collarPlaces.build().toArray();
        starts = builder.starts.build().toArray();
        ends = builder.ends.build().toArray();
        behaviors = builder.behaviors.toByteArray();
        earlierOfCollar = new int[collarPlaces.length];
        for (int group = 0; group < collarPlaces.length; group++) {
            earlierOfCollar[group] = NONE;
            if (has(group)) {
                Integer earlier = lastOfCollar.put(collars.get(collarPlaces[group]), group);
                earlierOfCollar[group] = earlier == null ? NONE : earlier;
            }
        }
    }

    boolean has(int group) {
        return collarPlaces[group] != NONE;
    }

    /** Returns the event of a group that has one. */
    AboutEvent get(int group) {
        return new AboutEvent(
                collars.get(collarPlaces[group]), starts[group], ends[group], BEHAVIORS.get(behaviors[group]));
    }

    /** Returns the groups whose recorded events belong to a collar. */
    List<Integer> groups(String collarId) {
        List<Integer> groups = new ArrayList<>();
        for (int group = lastOfCollar.getOrDefault(collarId, NONE); group != NONE; group = earlierOfCollar[group]) {
            groups.add(group);
        }
        return groups;
    }

    static final class Builder {
        private final Map<String, Integer> collars = new LinkedHashMap<>();
        private final IntStream.Builder collarPlaces = IntStream.builder();
        private final LongStream.Builder starts = LongStream.builder();
        private final LongStream.Builder ends = LongStream.builder();
        private final ByteArrayOutputStream behaviors = new ByteArrayOutputStream();

        /** Adds a group with its event, or null for none. */
        void add(@Nullable AboutEvent event) {
            if (event == null) {
                collarPlaces.add(NONE);
                starts.add(0);
                ends.add(0);
                behaviors.write(0);
            } else {
                Integer known = collars.putIfAbsent(event.collarId(), collars.size());
                collarPlaces.add(known == null ? collars.size() - 1 : known);
                starts.add(event.start());
                ends.add(event.end());
                behaviors.write(BEHAVIORS.indexOf(event.behavior()));
            }
        }

        RecordedEvents build() {
            return new RecordedEvents(this);
        }
    }
}
