package io.petty.lake.lease;

/** Another run took the lake over, so this one may publish nothing any more. */
public final class LeaseLostException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    LeaseLostException(long run) {
        super(
                ("Run %d lost the lake to another one, after it had given no sign of life for longer than petty.lease.expiry;"
                                + " it published nothing since")
                        .formatted(run));
    }
}
