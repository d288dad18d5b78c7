package io.petty.cli.access;

import io.petty.cli.workspace.CommandGroup;
import picocli.CommandLine.Command;

/** The commands for tokens, which give people access to timelines. */
@Command(
        name = "tokens",
        description = "Issue, list and revoke tokens for people, and rotate the key that signs them.",
        subcommands = {
            TokensIssueCommand.class,
            TokensListCommand.class,
            TokensRevokeCommand.class,
            TokensRotateCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
public final class TokensCommand extends CommandGroup {}
