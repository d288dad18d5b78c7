package io.petty.jobs.feedback;

import io.petty.feedback.AboutEvent;
import io.petty.feedback.Feedback;
import io.petty.feedback.Voice;
import io.petty.jobs.feedback.EventVoices.OwnerVoice;
import io.petty.lake.FeedbackDay;
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The voices on all events of one day, packed: about 50 bytes an event and 70 a voice, so that a million pieces of feedback
 * on one day fit where several threads fold them.
 */
public final class DayVoices {
    /** Of a day without feedback. */
    public static final DayVoices NONE = new Builder().build();

    private static final int ID_DIGITS = 24;
    private static final int HIGH_DIGITS = 16;
    private static final byte HEX = 'h';
    private static final byte UTF_8 = 'u';
    private static final List<String> CORRECTIONS =
            Feedback.BEHAVIORS.stream().sorted().toList();
    private static final List<Behavior> BEHAVIORS = List.of(Behavior.values());

    /**
     * The first 16 and the last 8 hex digits of the events' ids, in order. An event comes several times when feedback on it
     * was not recorded with the same event: voices of one group always count for the same event.
     */
    private final long[] high;

    private final int[] low;
    /** Where a group's voices begin; one more behind the last. */
    private final int[] starts;

    private final int[] documents;
    /** The recorded collar, by its place among all; -1 where no event is recorded. */
    private final int[] aboutCollars;

    private final long[] aboutStarts;
    private final long[] aboutEnds;
    private final byte[] aboutBehaviors;
    private final List<String> collars;
    /** The last group of each recorded collar, and for each group the one before it of the same collar, -1 for none. */
    private final Map<String, Integer> lastOfCollar;

    private final int[] earlierOfCollar;

    private final long[] timestamps;
    private final byte[] words;
    private final byte[] corrections;
    /** Who speaks, then the feedback's id: where each begins, one more behind the last. */
    private final int[] textStarts;

    /** Each after {@link #HEX} or {@link #UTF_8}: users' keys and most ids are hex digits, which take half the space as bytes. */
    private final byte[] texts;

    /**
     * What owners say of the events of one collar's day.
     *
     * @param voices of each event, in the events' order
     * @param found how many pieces of feedback found one of them
     */
    public record OnEvents(List<EventVoices> voices, FoundFeedback found) {
        public OnEvents {
            voices = List.copyOf(voices);
        }
    }

    private DayVoices(Builder builder) {
        int groups = builder.groups;
        int voices = builder.voices;
        high = Arrays.copyOf(builder.high, groups);
        low = Arrays.copyOf(builder.low, groups);
        starts = Arrays.copyOf(builder.starts, groups + 1);
        documents = Arrays.copyOf(builder.documents, groups);
        aboutCollars = Arrays.copyOf(builder.aboutCollars, groups);
        aboutStarts = Arrays.copyOf(builder.aboutStarts, groups);
        aboutEnds = Arrays.copyOf(builder.aboutEnds, groups);
        aboutBehaviors = Arrays.copyOf(builder.aboutBehaviors, groups);
        collars = List.copyOf(builder.collarPlaces.keySet());
        lastOfCollar = new HashMap<>();
        earlierOfCollar = new int[groups];
        timestamps = Arrays.copyOf(builder.timestamps, voices);
        words = Arrays.copyOf(builder.words, voices);
        corrections = Arrays.copyOf(builder.corrections, voices);
        textStarts = Arrays.copyOf(builder.textStarts, 2 * voices + 1);
        texts = Arrays.copyOf(builder.texts, builder.textBytes);
        starts[groups] = voices;
        textStarts[2 * voices] = builder.textBytes;
        for (int i = 0; i < groups; i++) {
            earlierOfCollar[i] = -1;
            if (aboutCollars[i] >= 0) {
                Integer earlier = lastOfCollar.put(collars.get(aboutCollars[i]), i);
                earlierOfCollar[i] = earlier == null ? -1 : earlier;
            }
        }
    }

    /** Reads the feedback on a day's events. */
    public static DayVoices of(FeedbackDay day) throws IOException {
        Builder builder = new Builder();
        day.rows(builder::add);
        return builder.build();
    }

    /** Packs the feedback on a day's events, by event and feedback id. */
    static DayVoices of(Collection<Feedback> rows) {
        Builder builder = new Builder();
        rows.forEach(builder::add);
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

    /** How many pieces of feedback have no event recorded with them. */
    public long unrecorded() {
        long sum = 0;
        for (int i = 0; i < documents.length; i++) {
            sum += aboutCollars[i] < 0 ? documents[i] : 0;
        }
        return sum;
    }

    /** Whether there is feedback on an event that is not recorded with it. */
    public boolean isUnrecorded(String eventId) {
        for (int group = firstGroup(eventId); isOf(group, eventId); group++) {
            if (aboutCollars[group] < 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * What owners say of a collar's events: those that name them, and those that name an event that isn't there and are
     * carried over.
     *
     * @param events all of one collar's day, in order of their starts
     */
    public OnEvents of(List<Event> events) {
        if (isEmpty() || events.isEmpty()) {
            return new OnEvents(events.stream().map(event -> EventVoices.NONE).toList(), FoundFeedback.NONE);
        }
        FoundFeedback found = FoundFeedback.NONE;
        Map<String, List<Integer>> groups = new HashMap<>();
        for (Event event : events) {
            String id = event.eventId();
            for (int group = firstGroup(id); isOf(group, id); group++) {
                groups.computeIfAbsent(id, any -> new ArrayList<>()).add(group);
                found = found.plus(
                        new FoundFeedback(documents[group], 0, aboutCollars[group] < 0 ? documents[group] : 0));
            }
        }
        int group = lastOfCollar.getOrDefault(events.get(0).collarId(), -1);
        if (group >= 0) {
            Set<Integer> named = new HashSet<>();
            groups.values().forEach(named::addAll);
            for (; group >= 0; group = earlierOfCollar[group]) {
                Optional<Event> event =
                        named.contains(group) ? Optional.empty() : about(group).carriedTo(events);
                if (event.isPresent()) {
                    groups.computeIfAbsent(event.get().eventId(), any -> new ArrayList<>())
                            .add(group);
                    found = found.plus(new FoundFeedback(documents[group], documents[group], 0));
                }
            }
        }
        return new OnEvents(
                events.stream()
                        .map(event -> voices(groups.getOrDefault(event.eventId(), List.of())))
                        .toList(),
                found);
    }

    private AboutEvent about(int group) {
        return new AboutEvent(
                collars.get(aboutCollars[group]),
                aboutStarts[group],
                aboutEnds[group],
                BEHAVIORS.get(aboutBehaviors[group]));
    }

    /** One voice a user over all groups; a group by itself has no two of one user. */
    private EventVoices voices(List<Integer> groups) {
        if (groups.isEmpty()) {
            return EventVoices.NONE;
        }
        List<Integer> voices = new ArrayList<>();
        for (int group : groups.stream().sorted().toList()) {
            for (int i = starts[group]; i < starts[group + 1]; i++) {
                voices.add(i);
            }
        }
        if (groups.size() > 1) {
            Comparator<Integer> newestLast = Comparator.comparingLong((Integer voice) -> timestamps[voice])
                    .thenComparing(this::feedbackId)
                    .thenComparing(Comparator.naturalOrder());
            Map<String, Integer> bySpeaker = new HashMap<>();
            for (Integer voice : voices) {
                bySpeaker.merge(speaker(voice), voice, (a, b) -> newestLast.compare(a, b) < 0 ? b : a);
            }
            voices = bySpeaker.values().stream().sorted(newestLast).toList();
        }
        return new EventVoices(voices.stream()
                .map(i -> new OwnerVoice(
                        words[i], corrections[i] < 0 ? null : CORRECTIONS.get(corrections[i]), timestamps[i]))
                .toList());
    }

    /** The user's key, or the feedback's id without one: a name that tells the two apart. */
    private String speaker(int voice) {
        String user = text(2 * voice);
        return user.isEmpty() ? "feedback " + feedbackId(voice) : "user " + user;
    }

    private String feedbackId(int voice) {
        return text(2 * voice + 1);
    }

    private String text(int at) {
        int from = textStarts[at] + 1;
        int to = textStarts[at + 1];
        return texts[from - 1] == HEX
                ? HexFormat.of().formatHex(texts, from, to)
                : new String(texts, from, to - from, StandardCharsets.UTF_8);
    }

    private boolean isOf(int group, String eventId) {
        return group < high.length && compare(group, idHigh(eventId), idLow(eventId)) == 0;
    }

    /** The first group of an event, or where it would be. */
    private int firstGroup(String eventId) {
        long idHigh = idHigh(eventId);
        int idLow = idLow(eventId);
        int from = 0;
        int to = high.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (compare(middle, idHigh, idLow) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private int compare(int group, long idHigh, int idLow) {
        int order = Long.compareUnsigned(high[group], idHigh);
        return order == 0 ? Integer.compareUnsigned(low[group], idLow) : order;
    }

    private static long idHigh(String eventId) {
        return Long.parseUnsignedLong(eventId, 4, 4 + HIGH_DIGITS, 16);
    }

    private static int idLow(String eventId) {
        return Integer.parseUnsignedInt(eventId, 4 + HIGH_DIGITS, 4 + ID_DIGITS, 16);
    }

    private static final class Builder {
        private static final Comparator<Feedback> NEWEST_LAST =
                Comparator.comparingLong(Feedback::timestamp).thenComparing(Feedback::feedbackId);

        private static final Comparator<AboutEvent> ABOUT = Comparator.comparingLong(AboutEvent::start)
                .thenComparingLong(AboutEvent::end)
                .thenComparing(AboutEvent::behavior)
                .thenComparing(AboutEvent::collarId);

        private long[] high = new long[16];
        private int[] low = new int[16];
        private int[] starts = new int[17];
        private int[] documents = new int[16];
        private int[] aboutCollars = new int[16];
        private long[] aboutStarts = new long[16];
        private long[] aboutEnds = new long[16];
        private byte[] aboutBehaviors = new byte[16];
        private final Map<String, Integer> collarPlaces = new LinkedHashMap<>();
        private int groups;
        private long[] timestamps = new long[16];
        private byte[] words = new byte[16];
        private byte[] corrections = new byte[16];
        private int[] textStarts = new int[33];
        private int voices;
        private byte[] texts = new byte[256];
        private int textBytes;

        private final List<Feedback> event = new ArrayList<>();

        /** Adds a row, whose event comes after those before or is the same. */
        private void add(Feedback row) {
            if (!event.isEmpty() && !event.get(0).eventId().equals(row.eventId())) {
                endEvent();
            }
            event.add(row);
        }

        private void endEvent() {
            event.sort(Comparator.comparing(Feedback::about, Comparator.nullsFirst(ABOUT)));
            int from = 0;
            for (int i = 1; i <= event.size(); i++) {
                if (i == event.size()
                        || !Objects.equals(event.get(i).about(), event.get(from).about())) {
                    addGroup(event.subList(from, i));
                    from = i;
                }
            }
            event.clear();
        }

        private void addGroup(List<Feedback> feedback) {
            if (groups == high.length) {
                high = Arrays.copyOf(high, 2 * groups);
                low = Arrays.copyOf(low, 2 * groups);
                starts = Arrays.copyOf(starts, 2 * groups + 1);
                documents = Arrays.copyOf(documents, 2 * groups);
                aboutCollars = Arrays.copyOf(aboutCollars, 2 * groups);
                aboutStarts = Arrays.copyOf(aboutStarts, 2 * groups);
                aboutEnds = Arrays.copyOf(aboutEnds, 2 * groups);
                aboutBehaviors = Arrays.copyOf(aboutBehaviors, 2 * groups);
            }
            String eventId = feedback.get(0).eventId();
            AboutEvent about = feedback.get(0).about();
            high[groups] = idHigh(eventId);
            low[groups] = idLow(eventId);
            starts[groups] = voices;
            documents[groups] = feedback.size();
            aboutCollars[groups] = -1;
            if (about != null) {
                Integer known = collarPlaces.putIfAbsent(about.collarId(), collarPlaces.size());
                aboutCollars[groups] = known == null ? collarPlaces.size() - 1 : known;
                aboutStarts[groups] = about.start();
                aboutEnds[groups] = about.end();
                aboutBehaviors[groups] = (byte) BEHAVIORS.indexOf(about.behavior());
            }
            groups++;
            for (Feedback voice : voices(feedback)) {
                addVoice(voice);
            }
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
            voices.sort(NEWEST_LAST);
            return voices;
        }

        private void addVoice(Feedback voice) {
            if (voices == words.length) {
                timestamps = Arrays.copyOf(timestamps, 2 * voices);
                words = Arrays.copyOf(words, 2 * voices);
                corrections = Arrays.copyOf(corrections, 2 * voices);
                textStarts = Arrays.copyOf(textStarts, 4 * voices + 1);
            }
            timestamps[voices] = voice.timestamp();
            words[voices] = (byte) word(voice.voice());
            corrections[voices] = (byte) correction(voice.correctedBehavior());
            textStarts[2 * voices] = textBytes;
            addText(Objects.requireNonNullElse(voice.userKey(), ""));
            textStarts[2 * voices + 1] = textBytes;
            addText(voice.feedbackId());
            voices++;
        }

        private void addText(String text) {
            boolean isHex = isHex(text);
            byte[] bytes = isHex ? HexFormat.of().parseHex(text) : text.getBytes(StandardCharsets.UTF_8);
            int length = Math.addExact(textBytes, bytes.length + 1);
            if (length > texts.length) {
                texts = Arrays.copyOf(texts, (int) Math.min(Integer.MAX_VALUE - 8, length + length / 2L));
            }
            texts[textBytes] = isHex ? HEX : UTF_8;
            System.arraycopy(bytes, 0, texts, textBytes + 1, bytes.length);
            textBytes = length;
        }

        private static boolean isHex(String text) {
            return text.length() % 2 == 0
                    && text.chars().allMatch(digit -> (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f'));
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
                endEvent();
            }
            return new DayVoices(this);
        }
    }
}
