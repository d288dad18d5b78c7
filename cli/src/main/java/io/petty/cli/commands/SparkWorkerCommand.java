package io.petty.cli.commands;

import com.sun.management.OperatingSystemMXBean;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.PettySettings;
import io.petty.secret.ClusterSecret;
import io.petty.secret.Secrets;
import io.petty.settings.SettingsException;
import io.petty.settings.SparkSettings;
import io.petty.spark.StandaloneWorker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a worker of a standalone Spark cluster until a signal ends it. */
@Command(
        name = "worker",
        description = {
            "Run a worker of a Spark cluster, which starts executors on this machine, until a signal ends it.",
            "At the first signal, executors finish their partitions and transfer their shuffled data, for at most 90 s.",
            "It needs the master's secret, from the same home, shared secrets (petty.secrets.store=aws) or petty.spark.secret.",
            "Executors must reach raw files and tables at the same locations as the command that uses the cluster."
        },
        mixinStandardHelpOptions = true)
final class SparkWorkerCommand implements Callable<Integer> {
    private static final long MIB = 1 << 20;
    private static final long RESERVED_MIB = 1_024;
    private static final long LOOK_MILLIS = 100;

    /** Less than the two minutes between AWS's notice of a Spot interruption and the interruption. */
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final String LEAVING =
            "petty: the worker's executors finish their partitions and transfer their shuffled"
                    + " data, for at most 90 s; another signal ends them at once";

    private final CommandContext context;

    @Mixin
    private final SparkProcessOptions options = new SparkProcessOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "MASTER_URL",
            description = "The master's address, such as spark://127.0.0.1:7077 (default: petty.spark.master).")
    private @Nullable String master;

    @Option(
            names = "--cores",
            paramLabel = "N",
            description = "Number of partitions that run at once on this machine (default: its number of processors).")
    private int cores = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--memory",
            paramLabel = "M",
            description = "Heap of all executors together, such as 900m or 4g (default: the machine's memory less 1g).")
    private @Nullable String memory;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port to listen on for the master (default: any free one).")
    private int port;

    SparkWorkerCommand(CommandContext context) {
        this.context = context;
    }

    private static long machineMib() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() / MIB;
    }

    @Override
    public Integer call() throws Exception {
        SparkProcessOptions.checkPort(port);
        if (cores < 1) {
            throw new SettingsException("--cores must be at least 1, not " + cores);
        }
        return SparkProcessOptions.withLibraries(this::serve);
    }

    private int serve() throws Exception {
        PettySettings settings = context.settings(
                options.lakeOptions(), master == null ? Map.of() : Map.of("petty.spark.master", master));
        SparkSettings spark = settings.spark();
        if (!spark.isStandalone()) {
            throw new SettingsException(
                    "Name the worker's master, such as spark://127.0.0.1:7077; ./petty spark master prints its"
                            + " address");
        }
        int memoryMib = memoryMib();
        String secret;
        try (Secrets secrets = Secrets.open(settings.home(), settings.secrets(), context.clock())) {
            secret = new ClusterSecret(secrets, spark.secret()).existing();
        }
        Semaphore signals = SparkProcessOptions.signals(2);
        try (StandaloneWorker worker =
                StandaloneWorker.start(spark, settings.home(), options.host(), port, cores, memoryMib, secret)) {
            // Spark doesn't notify when the master has accepted the worker.
            boolean ending = false;
            while (!ending && !worker.isRegistered()) {
                ending = signals.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
            if (!ending) {
                context.terminal()
                        .out()
                        .println(
                                "Spark worker of %s with %d cores and %dm".formatted(spark.master(), cores, memoryMib));
                signals.acquire();
            }
            // Not in a method of its own: picocli inspects a command's methods, so none may have a parameter of a Spark
            // class.
            long begin = System.nanoTime();
            worker.decommission();
            if (worker.executors() > 0) {
                context.terminal().err().println(LEAVING);
            }
            ending = false;
            while (!ending && worker.executors() > 0 && System.nanoTime() - begin < LIMIT.toNanos()) {
                ending = signals.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        return ExitCode.DONE;
    }

    private int memoryMib() {
        if (memory == null) {
            return (int) Math.max(RESERVED_MIB, machineMib() - RESERVED_MIB);
        }
        try {
            return SparkSettings.memoryMib("--memory", memory);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(String.valueOf(e.getMessage()), e);
        }
    }
}
