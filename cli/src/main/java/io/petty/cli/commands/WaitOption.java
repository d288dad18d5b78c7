package io.petty.cli.commands;

import picocli.CommandLine.Option;

/** The option of commands that write to the lake. */
final class WaitOption {
    @Option(names = "--wait", description = "Wait while another run holds the lake, instead of exiting with 3.")
    boolean toWait;
}
