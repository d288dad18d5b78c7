package io.petty.feedback;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A document below the feedback root that was read, and what it gave.
 *
 * @param shard the group of documents it belongs to by its key
 * @param key below the root
 * @param version as its storage named it when it was read
 * @param deliveryDay the day its reject is listed under
 * @param feedback null for a reject
 */
public record FeedbackDocument(
        int shard,
        String key,
        long size,
        String version,
        LocalDate deliveryDay,
        @Nullable Feedback feedback) {}
