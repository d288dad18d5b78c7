package io.petty.feedback;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A document that was read below the feedback root, and the result of parsing it.
 *
 * @param shard the group of documents that its key belongs to
 * @param key below the root
 * @param version its version in the storage when it was read
 * @param deliveryDay the day under which its reject is listed
 * @param feedback null for a reject
 */
public record FeedbackDocument(
        int shard,
        String key,
        long size,
        String version,
        LocalDate deliveryDay,
        @Nullable Feedback feedback) {}
