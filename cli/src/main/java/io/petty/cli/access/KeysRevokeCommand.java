package io.petty.cli.access;

import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.Workspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Revokes an API key. */
@Command(
        name = "revoke",
        description = "Revoke an API key. The API rejects it from the next request on.",
        mixinStandardHelpOptions = true)
final class KeysRevokeCommand extends AccessCommand {
    @Parameters(paramLabel = "ID", description = "The key's id. 'keys list' shows it.")
    private String id = "";

    KeysRevokeCommand(CommandContext context) {
        super(context);
    }

    @Override
    int call(Workspace workspace) {
        if (!workspace.apiKeys().revoke(id)) {
            return unknownKey(id, workspace);
        }
        out.printf("Revoked key %s.%n", id);
        return ExitCode.DONE;
    }
}
