package io.petty.settings;

import java.util.Locale;
import java.util.Set;

/**
 * The format and level of the log on standard error.
 *
 * @param format {@code text} for people, or {@code json}: one object per line in the Elastic Common Schema
 * @param level lowest level of Petty's own lines; empty for {@code WARN} in text and {@code INFO} in JSON. Libraries
 *     always log from {@code WARN} on, since their details may contain data that must not be logged
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
