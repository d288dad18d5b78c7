package io.petty.lake.lease;

/** Another run has taken the lake, so this one must not publish any more. */
public final class LeaseLostException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    LeaseLostException(long run) {
        super(
                "Run %d lost the lake to another one, since it sent no heartbeat for longer than petty.lease.expiry. It has published nothing since"
                        .formatted(run));
    }
}
