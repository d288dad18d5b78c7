package io.petty.jobs;

/** Requests that a run ends as soon as it can stop cleanly. */
public final class StopRequest {
    private volatile boolean requested;

    /** Ends a run after a stop was requested. */
    public static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        StoppedException() {
            super("the run was stopped");
        }
    }

    public void request() {
        requested = true;
    }

    public boolean isRequested() {
        return requested;
    }

    /** @throws StoppedException if a stop was requested */
    public void check() {
        if (requested) {
            throw new StoppedException();
        }
    }
}
