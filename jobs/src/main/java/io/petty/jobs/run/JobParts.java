package io.petty.jobs.run;

import io.petty.jobs.JobSettings;
import io.petty.jobs.batch.WorkFolder;
import io.petty.jobs.feedback.FeedbackRoot;
import io.petty.lake.Deliveries;
import io.petty.lake.EventDays;
import io.petty.lake.FeedbackDeliveries;
import io.petty.lake.ForgottenCollars;
import io.petty.lake.Lake;
import io.petty.lake.Publications;
import io.petty.storage.Storage;
import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What jobs and partitions work on.
 *
 * @param lake opened when it is first needed
 * @param feedbackRoot null where there is none
 */
public record JobParts(
        Supplier<Lake> lake,
        Storage raw,
        @Nullable FeedbackRoot feedbackRoot,
        Deliveries deliveries,
        FeedbackDeliveries feedback,
        Publications publications,
        EventDays eventDays,
        ForgottenCollars forgotten,
        JobSettings settings,
        WorkFolder work,
        Clock clock) {}
