package io.petty.cli.commands;

import io.petty.cli.workspace.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Processes of a standalone Spark cluster. */
@Command(
        name = "spark",
        description = {
            "Start the master or a worker of a Spark cluster from Petty's own libraries.",
            "Workers may be on any number of machines. Commands use the cluster by --spark-master spark://HOST:PORT."
        },
        subcommands = {SparkMasterCommand.class, SparkWorkerCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
public final class SparkCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.WRONG_USE;
    }
}
