package io.petty.jobs.ingest;

import java.io.Serializable;
import java.time.LocalDate;

/** A delivery day's readings of one bucket of collars and one event day. */
public record BucketContribution(LocalDate eventDay, int bucket, long readings, String fingerprint)
        implements Serializable {}
