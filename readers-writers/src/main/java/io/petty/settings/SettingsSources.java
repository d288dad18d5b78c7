package io.petty.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The places besides the command line where settings can be: files, system properties and environment variables. */
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
        return hasFiles() || named("petty");
    }

    /** Returns whether Boot could find files of settings. */
    static boolean hasFiles() {
        return named("spring")
                || Stream.of("petty.", "config/petty.")
                        .flatMap(name ->
                                Stream.of("properties", "xml", "yml", "yaml").map(name::concat))
                        .anyMatch(file -> Files.exists(Path.of(file)));
    }

    private static boolean named(String prefix) {
        return Stream.concat(System.getenv().keySet().stream(), System.getProperties().stringPropertyNames().stream())
                .filter(name -> LAUNCHER.stream().noneMatch(name::startsWith))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .anyMatch(name -> name.startsWith(prefix + "_") || name.startsWith(prefix + "."));
    }
}
