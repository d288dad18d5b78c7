package io.petty.spark;

import io.petty.settings.SettingsException;
import io.petty.settings.SparkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/** A driver that prints the host on which each partition ran, one line per partition. */
public final class TrialDriver {
    private static final int PARTITIONS = 8;

    private TrialDriver() {}

    /**
     * Runs eight partitions that square their numbers, or one that reads a file to its end.
     *
     * @param arguments the master, the secret, the home, and optionally the file
     */
    public static void main(String[] arguments) throws IOException {
        Duration minutes = Duration.ofMinutes(2);
        SparkSettings settings =
                new SparkSettings(arguments[0], arguments[1], null, 0, "512m", null, minutes, minutes, 4, false);
        try (SparkDriver driver = SparkDriver.open(settings, Path.of(arguments[2]), "trial", () -> arguments[1], 2)) {
            List<String> results = arguments.length == 3 ? squares(driver) : List.of(read(driver, arguments[3]));
            results.forEach(System.out::println);
        } catch (SettingsException e) {
            System.out.println(e.getMessage());
            System.exit(2);
        }
    }

    private static List<String> squares(SparkDriver driver) {
        List<Integer> numbers = IntStream.range(0, PARTITIONS).boxed().toList();
        return driver.context()
                .parallelize(numbers, PARTITIONS)
                .map(number -> "%d on %s".formatted(number * number, host()))
                .collect();
    }

    private static String read(SparkDriver driver, String file) {
        return driver.context()
                .parallelize(List.of(file), 1)
                .map(name -> {
                    Files.readAllBytes(Path.of(name));
                    return "attempt %d on %s".formatted(TaskContext.get().attemptNumber(), host());
                })
                .first();
    }

    private static String host() {
        return SparkEnv.get().blockManager().blockManagerId().host();
    }
}
