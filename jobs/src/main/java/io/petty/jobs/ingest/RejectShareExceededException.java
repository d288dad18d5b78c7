package io.petty.jobs.ingest;

/** Too many of a delivery day's lines are rejects: the data failed its audit, and nothing of it is published. */
public final class RejectShareExceededException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The message names the leading reasons and files. */
    public RejectShareExceededException(String message) {
        super(message);
    }
}
