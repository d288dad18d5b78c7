package io.petty.jobs.calibration;

import io.petty.feedback.AboutEvent;
import io.petty.timeline.Behavior;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events that are recorded with groups of feedback, packed. A group has one or none. */
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
    /** For each group, the previous one of the same collar, or {@link #NONE}. */
    private final int[] earlierOfCollar;

    private RecordedEvents(Builder builder) {
        collars = List.copyOf(builder.collars.keySet());
        collarPlaces = Arrays.copyOf(builder.collarPlaces, builder.groups);
        starts = Arrays.copyOf(builder.starts, builder.groups);
        ends = Arrays.copyOf(builder.ends, builder.groups);
        behaviors = Arrays.copyOf(builder.behaviors, builder.groups);
        earlierOfCollar = new int[builder.groups];
        for (int group = 0; group < builder.groups; group++) {
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

    /** Returns the groups whose recorded events are of a collar. */
    List<Integer> groups(String collarId) {
        List<Integer> groups = new ArrayList<>();
        for (int group = lastOfCollar.getOrDefault(collarId, NONE); group != NONE; group = earlierOfCollar[group]) {
            groups.add(group);
        }
        return groups;
    }

    static final class Builder {
        private final Map<String, Integer> collars = new LinkedHashMap<>();
        private int[] collarPlaces = new int[16];
        private long[] starts = new long[16];
        private long[] ends = new long[16];
        private byte[] behaviors = new byte[16];
        private int groups;

        /** Adds a group with its event, or null for none. */
        void add(@Nullable AboutEvent event) {
            if (groups == collarPlaces.length) {
                collarPlaces = Arrays.copyOf(collarPlaces, 2 * groups);
                starts = Arrays.copyOf(starts, 2 * groups);
                ends = Arrays.copyOf(ends, 2 * groups);
                behaviors = Arrays.copyOf(behaviors, 2 * groups);
            }
            collarPlaces[groups] = NONE;
            if (event != null) {
                Integer known = collars.putIfAbsent(event.collarId(), collars.size());
                collarPlaces[groups] = known == null ? collars.size() - 1 : known;
                starts[groups] = event.start();
                ends[groups] = event.end();
                behaviors[groups] = (byte) BEHAVIORS.indexOf(event.behavior());
            }
            groups++;
        }

        RecordedEvents build() {
            return new RecordedEvents(this);
        }
    }
}
