package io.petty.jobs.calibration;

import io.petty.feedback.Feedback;
import io.petty.feedback.Voice;
import io.petty.jobs.calibration.EventVoices.OwnerVoice;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A list of voices with their speakers, in a few arrays. */
final class PackedVoices implements Serializable {
    private static final List<String> CORRECTIONS =
            Feedback.BEHAVIORS.stream().sorted().toList();

    private final long[] timestamps;
    private final byte[] words;
    /** Indexes into {@link #CORRECTIONS}; -1 for a voice without a correction. */
    private final byte[] corrections;
    /** Two texts per voice: the user's key (empty for a voice without a user) and the feedback's id. */
    private final PackedTexts texts;

    private PackedVoices(Builder builder) {
        timestamps = builder.timestamps.build().toArray();
        words = builder.words.toByteArray();
        corrections = builder.corrections.toByteArray();
        texts = builder.texts.build();
    }

    private Comparator<Integer> newestLast() {
        return Comparator.comparingLong((Integer voice) -> timestamps[voice])
                .thenComparing(this::feedbackId)
                .thenComparing(Comparator.naturalOrder());
    }

    OwnerVoice get(int voice) {
        return new OwnerVoice(
                words[voice], corrections[voice] < 0 ? null : CORRECTIONS.get(corrections[voice]), timestamps[voice]);
    }

    /** Returns the newest voice of each speaker, ordered from the oldest to the newest. */
    List<Integer> newestOfEachSpeaker(List<Integer> voices) {
        Comparator<Integer> newestLast = newestLast();
        Map<String, Integer> newest = new HashMap<>();
        for (Integer voice : voices) {
            newest.merge(speaker(voice), voice, (a, b) -> newestLast.compare(a, b) < 0 ? b : a);
        }
        return newest.values().stream().sorted(newestLast).toList();
    }

    /** Returns the user's key, or the feedback's id if there is no user. Different prefixes keep the two apart. */
    private String speaker(int voice) {
        String user = texts.get(2 * voice);
        return user.isEmpty() ? "feedback " + feedbackId(voice) : "user " + user;
    }

    private String feedbackId(int voice) {
        return texts.get(2 * voice + 1);
    }

    static final class Builder {
        private static final Comparator<Feedback> NEWEST_LAST =
                Comparator.comparingLong(Feedback::timestamp).thenComparing(Feedback::feedbackId);

        private final LongStream.Builder timestamps = LongStream.builder();
        private final ByteArrayOutputStream words = new ByteArrayOutputStream();
        private final ByteArrayOutputStream corrections = new ByteArrayOutputStream();
        private final PackedTexts.Builder texts = new PackedTexts.Builder();

        int size() {
            return words.size();
        }

        /** Adds the voices on one event: the newest voice of each user, and every voice without a user. */
        void addAll(List<Feedback> feedback) {
            Map<String, Feedback> byUser = new HashMap<>();
            List<Feedback> added = new ArrayList<>();
            for (Feedback one : feedback) {
                String user = one.userKey();
                if (user == null) {
                    added.add(one);
                } else {
                    byUser.merge(user, one, (a, b) -> NEWEST_LAST.compare(a, b) < 0 ? b : a);
                }
            }
            added.addAll(byUser.values());
            added.sort(NEWEST_LAST);
            added.forEach(this::add);
        }

        private void add(Feedback voice) {
            timestamps.add(voice.timestamp());
            words.write(word(voice.voice()));
            corrections.write(correction(voice.correctedBehavior()));
            texts.add(Objects.requireNonNullElse(voice.userKey(), ""));
            texts.add(voice.feedbackId());
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

        PackedVoices build() {
            return new PackedVoices(this);
        }
    }
}
