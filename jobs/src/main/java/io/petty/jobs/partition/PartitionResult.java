package io.petty.jobs.partition;

import java.io.Serializable;

/** What a partition gives: the files that it wrote and their counts. */
public interface PartitionResult extends Serializable {
    /** Rows or documents that were read, for the record of the step. */
    long read();

    /** Rows or documents that were written, for the record of the step. */
    long written();
}
