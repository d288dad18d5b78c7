package io.petty.lake;

import java.io.IOException;
import java.time.LocalDate;

/**
 * A publication's files have been removed, long after a newer publication replaced it. The caller should
 * read the day's current publication instead.
 */
public final class OutdatedPublicationException extends IOException {
    private static final long serialVersionUID = 1;

    OutdatedPublicationException(LocalDate day, long snapshot, Throwable cause) {
        super("The publication of %s with snapshot %d is no longer kept".formatted(day, snapshot), cause);
    }
}
