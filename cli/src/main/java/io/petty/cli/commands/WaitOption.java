package io.petty.cli.commands;

import picocli.CommandLine.Option;

/** The option of all commands that write to the lake. */
final class WaitOption {
    @Option(
            names = "--wait",
            description = "Wait while another run holds the lake; without it the command ends with code 3.")
    boolean toWait;
}
