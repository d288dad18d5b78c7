package io.petty.jobs;

/** Somebody's wish that a run ends at its next clean point. */
public final class StopRequest {
    private volatile boolean requested;

    /** What ends a run that was asked to stop. */
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

    /** @throws StoppedException when the run is to end */
    public void check() {
        if (requested) {
            throw new StoppedException();
        }
    }
}
