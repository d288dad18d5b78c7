package io.petty.cli.access;

import io.petty.cli.workspace.CommandGroup;
import picocli.CommandLine.Command;

/** The commands for API keys, which give programs access. */
@Command(
        name = "keys",
        description = "Create, list, rotate and revoke API keys for programs.",
        subcommands = {KeysCreateCommand.class, KeysListCommand.class, KeysRevokeCommand.class, KeysRotateCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
public final class KeysCommand extends CommandGroup {}
