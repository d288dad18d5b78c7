package io.petty.cli.access;

import io.petty.access.CreatedKey;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.Workspace;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replaces an API key with a new one that has the same permissions. */
@Command(
        name = "rotate",
        description = "Replace a key with a new one that has the same permissions and lifetime.",
        mixinStandardHelpOptions = true)
final class KeysRotateCommand extends AccessCommand {
    @Parameters(paramLabel = "ID", description = "The old key's id. 'keys list' shows it.")
    private String id = "";

    @Option(
            names = "--overlap",
            paramLabel = "TIME",
            defaultValue = "1d",
            description = "How long the old key stays valid; 0s revokes it now (default: 1d).")
    private Duration overlap = Duration.ofDays(1);

    KeysRotateCommand(CommandContext context) {
        super(context);
    }

    @Override
    int call(Workspace workspace) {
        Optional<CreatedKey> created = workspace.apiKeys().rotate(id, overlap);
        if (created.isEmpty()) {
            return unknownKey(id, workspace);
        }
        print(created.get());
        return ExitCode.DONE;
    }
}
