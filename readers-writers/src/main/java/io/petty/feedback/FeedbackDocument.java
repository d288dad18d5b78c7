package io.petty.feedback;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A document below the feedback root that was read, and its result.
 *
 * @param shard the group of documents to which it belongs by its key
 * @param key below the root
 * @param version the storage's version of it when it was read
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
