package io.petty.cli.access;

import io.petty.cli.workspace.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tokens, by which people read timelines. */
@Command(
        name = "tokens",
        description = "Issue, list and take back the tokens by which people read timelines.",
        subcommands = {
            TokensIssueCommand.class,
            TokensListCommand.class,
            TokensRevokeCommand.class,
            TokensRotateCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
public final class TokensCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.WRONG_USE;
    }
}
