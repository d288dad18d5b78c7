package io.petty.benchmark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** The properties of the machine that affect the figures. */
final class Machine {
    private Machine() {}

    /**
     * Returns one fact per item, to be joined by commas.
     *
     * @param spark whether Spark was measured
     */
    static List<String> facts(boolean spark) throws IOException {
        List<String> facts = new ArrayList<>();
        facts.add(Runtime.getRuntime().availableProcessors() + " cores of " + value("/proc/cpuinfo", "model name"));
        facts.add("%.0f GB of memory".formatted(kibibytes(value("/proc/meminfo", "MemTotal")) * 1024 / 1e9));
        facts.add("Linux " + System.getProperty("os.version"));
        facts.add("Java " + System.getProperty("java.runtime.version"));
        facts.add("DuckDB " + version("duckdb_jdbc-"));
        if (spark) {
            facts.add("Spark " + version("spark-core_2.13-"));
        }
        // Changed settings of Petty affect the result.
        new TreeMap<>(System.getenv()).forEach((name, value) -> {
            if (name.startsWith("PETTY_")) {
                facts.add(name + "=" + value);
            }
        });
        facts.add(LocalDate.now(ZoneOffset.UTC).toString());
        return facts;
    }

    /** Returns a library's version from the name of its jar. Asking DuckDB's driver would load its native library. */
    private static String version(String jar) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).getFileName().toString())
                .filter(name -> name.startsWith(jar))
                .map(name -> name.substring(jar.length()).replace(".jar", ""))
                .findFirst()
                .orElse("of unknown version");
    }

    private static String value(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse("unknown");
    }

    private static double kibibytes(String text) {
        return Double.parseDouble(text.replaceAll("[^0-9]", ""));
    }
}
