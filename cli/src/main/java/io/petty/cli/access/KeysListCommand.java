package io.petty.cli.access;

import io.petty.access.ApiKey;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.Workspace;
import io.petty.parquet.export.TimeText;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists API keys. */
@Command(name = "list", description = "List API keys, newest first.", mixinStandardHelpOptions = true)
final class KeysListCommand extends AccessCommand {
    private static final String ROW = "%-32s  %-7s  %-20s  %-24s  %-24s  %-30s  %s%n";

    KeysListCommand(CommandContext context) {
        super(context);
    }

    @Override
    int call(Workspace workspace) {
        List<ApiKey> keys = workspace.apiKeys().list();
        if (keys.isEmpty()) {
            out.printf("There are no API keys. Create one with ./petty keys create%s.%n", workspace.homeOption());
            return ExitCode.DONE;
        }
        out.printf(ROW, "KEY", "STATE", "NAME", "UNTIL", "LAST USED", "PERMISSIONS", "COLLARS");
        for (ApiKey key : keys) {
            out.printf(
                    ROW,
                    key.id(),
                    key.state(context.clock().instant()),
                    key.name(),
                    TimeText.of(key.expiresAt()),
                    key.lastUsedAt() == null ? "never" : TimeText.of(key.lastUsedAt()),
                    permissions(key.permissions()),
                    collars(key.collars()));
        }
        return ExitCode.DONE;
    }
}
