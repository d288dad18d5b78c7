package io.petty.settings;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DurationFormat.Style;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/** Checks values of settings. Each method throws an {@link IllegalArgumentException} that names the property. */
public final class SettingChecks {
    private static final int HIGHEST_PORT = 65_535;

    private SettingChecks() {}

    /** Requires a value between two bounds, inclusive. */
    public static void between(String property, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s must be between %d and %d, but is %d".formatted(property, least, most, value));
        }
    }

    /** Requires a value between two bounds, inclusive. */
    public static void between(String property, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("%s must be between %s and %s, but is %s"
                    .formatted(property, text(least), text(most), text(value)));
        }
    }

    public static void atLeast(String property, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException("%s must be at least %d, but is %d".formatted(property, least, value));
        }
    }

    public static void atLeast(String property, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    "%s must be at least %s, but is %s".formatted(property, text(least), text(value)));
        }
    }

    /** Requires a port; 0 means any free port. */
    public static void port(String property, int value) {
        between(property, value, 0, HIGHEST_PORT);
    }

    /**
     * Requires an http or https address without user, query and fragment. The message doesn't repeat it, since it may
     * contain a password.
     *
     * @param address null for none, which is allowed
     */
    public static void httpAddress(String property, @Nullable URI address, String example) {
        if (address != null
                && (address.getHost() == null
                        || !String.valueOf(address.getScheme()).matches("https?")
                        || address.getRawUserInfo() != null
                        || address.getRawQuery() != null
                        || address.getRawFragment() != null)) {
            throw new IllegalArgumentException(
                    "%s must be an http or https address without user, query and fragment, such as %s"
                            .formatted(property, example));
        }
    }

    /** Returns a duration in the notation of settings, such as {@code 1h30m}. */
    private static String text(Duration duration) {
        return DurationFormatterUtils.print(duration, Style.COMPOSITE);
    }
}
