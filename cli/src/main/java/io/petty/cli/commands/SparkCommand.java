package io.petty.cli.commands;

import io.petty.cli.workspace.CommandGroup;
import picocli.CommandLine.Command;

/** Starts processes of a standalone Spark cluster. */
@Command(
        name = "spark",
        description = {
            "Start the master or a worker of a Spark cluster from Petty's own libraries.",
            "Workers can run on any number of machines. Commands use the cluster with --spark-master spark://HOST:PORT."
        },
        subcommands = {SparkMasterCommand.class, SparkWorkerCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
public final class SparkCommand extends CommandGroup {}
