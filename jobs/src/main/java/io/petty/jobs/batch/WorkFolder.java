package io.petty.jobs.batch;

import org.apache.iceberg.io.FileIO;
import org.springframework.batch.core.step.StepExecution;

/**
 * Where a run keeps what passes from one of its steps to the next.
 *
 * @param location a folder of the run's own
 */
public record WorkFolder(FileIO files, String location) {

    /** A folder of this attempt at this partition alone, so that a repeated attempt never meets half a file. */
    String folder(StepExecution step) {
        return location + "/" + BatchRun.fileName(step);
    }
}
