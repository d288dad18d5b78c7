package io.petty.cli.commands;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of commands whose partitions can run on Apache Spark. */
final class SparkOption {
    @Option(
            names = "--spark-master",
            paramLabel = "URL",
            description = "Run partitions on Apache Spark: local[N], spark://HOST:PORT, yarn or k8s://URL"
                    + " (default: on threads of this process).")
    private @Nullable String master;

    /** Returns the option as a setting; empty without the option. */
    Map<String, Object> settings() {
        return master == null ? Map.of() : Map.of("petty.spark.master", master);
    }
}
