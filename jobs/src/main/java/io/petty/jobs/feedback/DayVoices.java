package io.petty.jobs.feedback;

import io.petty.feedback.Feedback;
import io.petty.feedback.Voice;
import io.petty.lake.FeedbackDay;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The voices on all events of one day, packed: about 25 bytes an event and 10 a voice, so that a million pieces of feedback
 * on one day fit where several threads fold them.
 */
public final class DayVoices {
    /** Of a day without feedback. */
    public static final DayVoices NONE = new Builder().build();

    private static final int ID_DIGITS = 24;
    private static final int HIGH_DIGITS = 16;
    private static final List<String> CORRECTIONS =
            Feedback.BEHAVIORS.stream().sorted().toList();

    /** The first 16 and the last 8 hex digits of the events' ids, in order. */
    private final long[] high;

    private final int[] low;
    /** Where an event's voices begin; one more behind the last. */
    private final int[] starts;

    private final int[] documents;
    private final long[] timestamps;
    private final byte[] words;
    private final byte[] corrections;

    private DayVoices(Builder builder) {
        high = Arrays.copyOf(builder.high, builder.events);
        low = Arrays.copyOf(builder.low, builder.events);
        starts = Arrays.copyOf(builder.starts, builder.events + 1);
        documents = Arrays.copyOf(builder.documents, builder.events);
        timestamps = Arrays.copyOf(builder.timestamps, builder.voices);
        words = Arrays.copyOf(builder.words, builder.voices);
        corrections = Arrays.copyOf(builder.corrections, builder.voices);
        starts[builder.events] = builder.voices;
    }

    /** Reads the feedback on a day's events. */
    public static DayVoices of(FeedbackDay day) throws IOException {
        Builder builder = new Builder();
        day.rows(builder::add);
        return builder.build();
    }

    public boolean isEmpty() {
        return high.length == 0;
    }

    /** How many pieces of feedback there are, on events that are there or not. */
    public long documents() {
        long sum = 0;
        for (int count : documents) {
            sum += count;
        }
        return sum;
    }

    /** What owners say of an event; empty when they say nothing. */
    public Optional<EventVoices> of(String eventId) {
        int at = find(Long.parseUnsignedLong(eventId, 4, 4 + HIGH_DIGITS, 16), lowDigits(eventId));
        if (at < 0) {
            return Optional.empty();
        }
        List<EventVoices.OwnerVoice> voices = new ArrayList<>();
        for (int i = starts[at]; i < starts[at + 1]; i++) {
            voices.add(new EventVoices.OwnerVoice(
                    words[i], corrections[i] < 0 ? null : CORRECTIONS.get(corrections[i]), timestamps[i]));
        }
        return Optional.of(new EventVoices(voices, documents[at]));
    }

    private int find(long idHigh, int idLow) {
        int from = 0;
        int to = high.length - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int order = Long.compareUnsigned(high[middle], idHigh);
            order = order == 0 ? Integer.compareUnsigned(low[middle], idLow) : order;
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return -1;
    }

    private static int lowDigits(String eventId) {
        return Integer.parseUnsignedInt(eventId, 4 + HIGH_DIGITS, 4 + ID_DIGITS, 16);
    }

    private static final class Builder {
        private static final Comparator<Feedback> NEWEST_LAST =
                Comparator.comparingLong(Feedback::timestamp).thenComparing(Feedback::feedbackId);

        private long[] high = new long[16];
        private int[] low = new int[16];
        private int[] starts = new int[17];
        private int[] documents = new int[16];
        private int events;
        private long[] timestamps = new long[16];
        private byte[] words = new byte[16];
        private byte[] corrections = new byte[16];
        private int voices;

        private final List<Feedback> event = new ArrayList<>();

        /** Adds a row, whose event comes after those before or is the same. */
        private void add(Feedback row) {
            if (!event.isEmpty() && !event.get(0).eventId().equals(row.eventId())) {
                endEvent(event);
            }
            event.add(row);
        }

        private void endEvent(List<Feedback> feedback) {
            if (events == high.length) {
                high = Arrays.copyOf(high, 2 * events);
                low = Arrays.copyOf(low, 2 * events);
                starts = Arrays.copyOf(starts, 2 * events + 1);
                documents = Arrays.copyOf(documents, 2 * events);
            }
            String eventId = feedback.get(0).eventId();
            high[events] = Long.parseUnsignedLong(eventId, 4, 4 + HIGH_DIGITS, 16);
            low[events] = lowDigits(eventId);
            starts[events] = voices;
            documents[events] = feedback.size();
            events++;
            for (Feedback voice : voices(feedback)) {
                addVoice(voice);
            }
            feedback.clear();
        }

        private static List<Feedback> voices(List<Feedback> feedback) {
            Map<String, Feedback> byUser = new HashMap<>();
            List<Feedback> voices = new ArrayList<>();
            for (Feedback one : feedback) {
                String user = one.userKey();
                if (user == null) {
                    voices.add(one);
                } else {
                    byUser.merge(user, one, (a, b) -> NEWEST_LAST.compare(a, b) < 0 ? b : a);
                }
            }
            voices.addAll(byUser.values());
            Collections.sort(voices, NEWEST_LAST);
            return voices;
        }

        private void addVoice(Feedback voice) {
            if (voices == words.length) {
                timestamps = Arrays.copyOf(timestamps, 2 * voices);
                words = Arrays.copyOf(words, 2 * voices);
                corrections = Arrays.copyOf(corrections, 2 * voices);
            }
            timestamps[voices] = voice.timestamp();
            words[voices] = (byte) word(voice.voice());
            corrections[voices] = (byte) correction(voice.correctedBehavior());
            voices++;
        }

        private static int word(Voice voice) {
            return switch (voice) {
                case POSITIVE -> 1;
                case NEGATIVE -> -1;
                case NONE -> 0;
            };
        }

        private static int correction(@Nullable String behavior) {
            return behavior == null ? -1 : CORRECTIONS.indexOf(behavior);
        }

        private DayVoices build() {
            if (!event.isEmpty()) {
                endEvent(event);
            }
            return new DayVoices(this);
        }
    }
}
