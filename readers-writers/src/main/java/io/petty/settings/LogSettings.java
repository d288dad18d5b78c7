package io.petty.settings;

import java.util.Locale;
import java.util.Set;

/**
 * What the log on standard error looks like.
 *
 * @param format {@code text} for people, or {@code json}: each line an object in the Elastic Common Schema
 * @param level from which on our own lines are written; empty for {@code WARN} as text and {@code INFO} as JSON. Other
 *     libraries' lines begin at {@code WARN} always, since what they tell of their details may be what a log must not hold
 */
public record LogSettings(String format, String level) {
    private static final Set<String> LEVELS = Set.of("", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");

    public static final LogSettings DEFAULTS = new LogSettings("text", "");

    public LogSettings {
        if (!format.equals("text") && !format.equals("json")) {
            throw new IllegalArgumentException("petty.log.format must be text or json, but is " + format);
        }
        level = level.toUpperCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            throw new IllegalArgumentException(
                    "petty.log.level must be one of TRACE, DEBUG, INFO, WARN, ERROR and OFF, but is " + level);
        }
    }

    public boolean isJson() {
        return format.equals("json");
    }
}
