package io.petty.jobs.worker;

/** A partition was given to another worker, or its run is over: nothing of it may be recorded any more. */
public final class ClaimLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ClaimLostException(String partition) {
        super("%s is no longer this worker's".formatted(partition));
    }
}
