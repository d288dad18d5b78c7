package io.petty.jobs.partition;

/** One attempt at a partition. An engine may make several; only one counts. */
public interface Attempt {
    /** Returns a name for files that no other partition, attempt or run uses. Names sort in the order of partitions. */
    String name();

    /**
     * Checks whether to stop. Call it between two blocks of work.
     *
     * @throws io.petty.jobs.StopRequest.StoppedException if the attempt must end
     */
    void check();

    /** Adds to the finished units of the phase. */
    void unitsDone(long count);

    /** Adds to the processed readings. */
    void addReadings(long count);
}
