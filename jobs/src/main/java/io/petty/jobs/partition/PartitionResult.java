package io.petty.jobs.partition;

import java.io.Serializable;

/** The result of a partition: the files that it wrote, and how much it read and wrote. */
public interface PartitionResult extends Serializable {
    /** Returns the number of rows or documents read, for the record of the step. */
    long read();

    /** Returns the number of rows or documents written, for the record of the step. */
    long written();
}
