package io.petty.jobs.partition;

/** One attempt at a partition. An engine may make several; only one counts. */
public interface Attempt {
    /**
     * Returns a name for the files of this attempt. No other partition, attempt or run uses this name. The names sort
     * in the order of the partitions.
     */
    String name();

    /**
     * Checks whether to stop. Call it between two blocks of work.
     *
     * @throws io.petty.jobs.StopRequest.StoppedException if the attempt must end
     */
    void check();

    /** Adds to the count of finished units of the phase. */
    void unitsDone(long count);

    /** Adds to the count of processed readings. */
    void addReadings(long count);
}
