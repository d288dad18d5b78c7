package io.petty.api.settings;

import java.time.Duration;
import org.springframework.boot.convert.DurationStyle;

/** Bounds of settings. */
final class Bounds {
    private Bounds() {}

    /** @throws IllegalArgumentException that names the property whose value is less */
    static <T extends Comparable<T>> void atLeast(String property, T least, T value) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    "%s must be at least %s, but is %s".formatted(property, text(least), text(value)));
        }
    }

    private static String text(Object value) {
        return value instanceof Duration duration ? DurationStyle.SIMPLE.print(duration) : value.toString();
    }
}
