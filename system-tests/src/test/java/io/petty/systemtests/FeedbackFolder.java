package io.petty.systemtests;

import io.petty.systemtests.reference.ReferenceFeedback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A feedback root in a folder. */
record FeedbackFolder(Path folder) {
    FeedbackFolder write(String key, String document) {
        try {
            Path file = folder.resolve(key);
            Files.createDirectories(file.getParent());
            Files.writeString(file, document, StandardCharsets.UTF_8);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FeedbackFolder write(String key, ReferenceFeedback feedback) {
        return write(key, document(feedback));
    }

    FeedbackFolder say(String key, String eventId, String words) {
        return write(key, "{\"event_id\":\"%s\",\"user_feedback\":\"%s\"}".formatted(eventId, words));
    }

    FeedbackFolder delete(String key) {
        try {
            Files.delete(folder.resolve(key));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String document(ReferenceFeedback feedback) {
        List<String> members = new ArrayList<>();
        member(members, "feedback_id", feedback.id());
        member(members, "event_id", feedback.eventId());
        member(members, "user_feedback", feedback.words());
        member(members, "user_id", feedback.user());
        if (feedback.timestamp() != null) {
            member(
                    members,
                    "timestamp",
                    Instant.ofEpochMilli(feedback.timestamp()).toString());
        }
        if (feedback.correction() != null) {
            members.add("\"segment\":{\"behavior\":\"%s\"}".formatted(feedback.correction()));
        }
        return "{" + String.join(",", members) + "}";
    }

    private static void member(List<String> members, String name, @Nullable String value) {
        if (value != null) {
            members.add("\"%s\":\"%s\"".formatted(name, value));
        }
    }
}
