package io.petty.api.http;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times in the format of the API: ISO 8601 in UTC with milliseconds. */
public final class Times {
    private static final DateTimeFormatter FORM =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private Times() {}

    /** Returns a text such as {@code 2026-11-20T03:04:05.678Z}; null for null. */
    public static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : FORM.format(time);
    }
}
