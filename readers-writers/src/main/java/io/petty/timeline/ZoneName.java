package io.petty.timeline;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;

/** Parses the names of time zones. */
public final class ZoneName {
    /** More than twice the length of any region's id. */
    private static final int MOST_CHARACTERS = 64;

    private ZoneName() {}

    /** Returns a region such as {@code Europe/Berlin}, or an offset such as {@code +05:45}; empty for anything else. */
    public static Optional<ZoneId> parse(String text) {
        if (text.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZoneId.of(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
