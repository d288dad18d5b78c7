package io.petty.cli.commands;

import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.PettySettings;
import io.petty.secret.ClusterSecret;
import io.petty.secret.Secrets;
import io.petty.spark.StandaloneMaster;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the master of a standalone Spark cluster until a signal ends it. */
@Command(
        name = "master",
        description = {
            "Run the master of a Spark cluster, which assigns the workers' cores to commands, until a signal ends it.",
            "Workers and commands need its secret, which is in the home or in petty.spark.secret."
        },
        mixinStandardHelpOptions = true)
final class SparkMasterCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private final SparkProcessOptions options = new SparkProcessOptions();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port to listen on; 0 for any free one (default: 7077).")
    private int port = 7077;

    SparkMasterCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        SparkProcessOptions.checkPort(port);
        return SparkProcessOptions.withLibraries(this::serve);
    }

    private int serve() throws Exception {
        PettySettings settings = context.settings(options.lakeOptions(), Map.of());
        String secret;
        try (Secrets secrets = Secrets.open(settings.home(), settings.secrets(), context.clock())) {
            secret = new ClusterSecret(secrets, settings.spark().secret()).get();
        }
        Semaphore signals = SparkProcessOptions.signals(1);
        try (StandaloneMaster master =
                StandaloneMaster.start(settings.spark(), settings.home(), options.host(), port, secret)) {
            context.terminal().out().println("Spark master at " + master.url());
            signals.acquire();
        }
        return ExitCode.DONE;
    }
}
