package io.petty.spark;

import io.petty.settings.SettingsException;
import io.petty.settings.SparkSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;

/** A driver whose partitions square their numbers and say where they ran: a line each. */
public final class TrialDriver {
    private static final int PARTITIONS = 8;

    private TrialDriver() {}

    /** @param arguments the master, the secret */
    public static void main(String[] arguments) {
        Duration minutes = Duration.ofMinutes(2);
        SparkSettings settings =
                new SparkSettings(arguments[0], arguments[1], null, 0, "512m", null, minutes, minutes, 4, false);
        try (SparkDriver driver = SparkDriver.open(settings, "trial", () -> arguments[1], 2)) {
            List<Integer> numbers = IntStream.range(0, PARTITIONS).boxed().toList();
            List<String> results = driver.context()
                    .parallelize(numbers, PARTITIONS)
                    .map(number -> "%d on %s"
                            .formatted(
                                    number * number,
                                    SparkEnv.get()
                                            .blockManager()
                                            .blockManagerId()
                                            .host()))
                    .collect();
            results.forEach(System.out::println);
        } catch (SettingsException e) {
            System.out.println(e.getMessage());
            System.exit(2);
        }
    }
}
