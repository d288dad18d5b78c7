package io.petty.jobs.worker;

/** Workers didn't do some partitions of a step; all others are done and are kept for the next attempt. */
public final class PartitionsFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PartitionsFailedException(String message) {
        super(message);
    }
}
