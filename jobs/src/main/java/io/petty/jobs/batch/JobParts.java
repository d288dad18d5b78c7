package io.petty.jobs.batch;

import io.petty.jobs.JobSettings;
import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.lake.EventDays;
import io.petty.lake.ForgottenCollars;
import io.petty.lake.Lake;
import io.petty.lake.LakeRecords;
import io.petty.lake.lease.Lease;
import java.time.Clock;

/**
 * The objects that all work of a run shares.
 *
 * @param lease the run's right to write to the lake
 * @param stop ends the run when it can next stop cleanly
 */
public record JobParts(
        Lake lake,
        LakeRecords records,
        EventDays eventDays,
        ForgottenCollars forgotten,
        JobSettings settings,
        Lease lease,
        StopRequest stop,
        Progress progress,
        Clock clock) {}
