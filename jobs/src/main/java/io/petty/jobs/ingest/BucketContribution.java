package io.petty.jobs.ingest;

import java.io.Serializable;
import java.time.LocalDate;

/** The readings that a delivery day gives to one bucket of collars of one event day. */
public record BucketContribution(LocalDate eventDay, int bucket, long readings, String fingerprint)
        implements Serializable {}
