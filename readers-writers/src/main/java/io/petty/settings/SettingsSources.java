package io.petty.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The places besides the command line where settings can be: files, system properties and environment variables. Every
 * command looks here first, in loops rather than streams, whose classes would have to be created at run time.
 */
public final class SettingsSources {
    /** Prefixes of names that the {@code petty} script uses and that aren't settings. */
    private static final List<String> LAUNCHER =
            List.of("petty.terminal.", "petty.sample", "PETTY_HEAP", "PETTY_JAVA_OPTIONS");

    private SettingsSources() {}

    /**
     * Returns whether anything besides the command line can contain settings. If not, a command needn't load Spring
     * Boot, which takes longer than printing the command's help.
     */
    public static boolean any() {
        return hasFiles() || named("petty_", "petty.");
    }

    /** Returns whether Boot could find files of settings. */
    static boolean hasFiles() {
        if (named("spring_", "spring.")) {
            return true;
        }
        for (String name : List.of("petty.", "config/petty.")) {
            for (String type : List.of("properties", "xml", "yml", "yaml")) {
                if (Files.exists(Path.of(name + type))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean named(String variable, String property) {
        return named(variable, property, System.getenv().keySet())
                || named(variable, property, System.getProperties().stringPropertyNames());
    }

    /** Returns whether a name has one of two prefixes, in lower case, and isn't one of the launcher's. */
    private static boolean named(String variable, String property, Set<String> names) {
        for (String name : names) {
            String lower = name.toLowerCase(Locale.ROOT);
            if ((lower.startsWith(variable) || lower.startsWith(property)) && !isOfLauncher(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfLauncher(String name) {
        for (String known : LAUNCHER) {
            if (name.startsWith(known)) {
                return true;
            }
        }
        return false;
    }
}
