package io.petty.jobs.worker;

import io.petty.jobs.queue.PartitionQueue;
import io.petty.jobs.queue.SharedSettings;

/** How a run gets partitions done by workers. */
public record WorkerAccess(PartitionQueue queue, WorkerSettings settings, SharedSettings shared) {}
