package io.petty.jobs.partition;

/** One attempt at a partition. An engine may make several, of which one counts. */
public interface Attempt {
    /** A name for files that no other partition, attempt or run uses; in the order of partitions. */
    String name();

    /**
     * Called between two blocks of work.
     *
     * @throws io.petty.jobs.StopRequest.StoppedException when the attempt is to end
     */
    void check();

    /** Counts units of the phase that are done. */
    void unitsDone(long count);

    /** Counts readings that were worked on. */
    void addReadings(long count);
}
