package io.petty.cli.access;

import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeOptions;
import io.petty.cli.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes an API key back. */
@Command(
        name = "revoke",
        description = "Take an API key back: it stops counting with the next request, everywhere.",
        mixinStandardHelpOptions = true)
final class KeysRevokeCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private final LakeOptions options = new LakeOptions();

    @Parameters(paramLabel = "ID", description = "The key, as ./petty keys list names it.")
    private String id = "";

    KeysRevokeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        try (Workspace workspace = context.openExisting(options)) {
            if (workspace.apiKeys().revoke(id)) {
                context.terminal().out().printf("Took back key %s.%n", id);
                return ExitCode.DONE;
            }
            return unknown(id, workspace, context);
        }
    }

    static int unknown(String id, Workspace workspace, CommandContext context) {
        // What stands in the place of an id may be the key itself.
        String shown = id.matches("[0-9a-f]{1,32}") ? id : "of this id";
        context.terminal()
                .err()
                .printf(
                        "petty: there is no key %s that counts: ./petty keys list%s shows those there are%n",
                        shown, workspace.homeOption());
        return ExitCode.FAILED;
    }
}
