package io.petty.cli.access;

import io.petty.access.CreatedKey;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeOptions;
import io.petty.cli.workspace.Workspace;
import io.petty.settings.SettingsException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replaces an API key by one that may do the same. */
@Command(
        name = "rotate",
        description = "Make a key that may do what another may, for as long, and let that one end.",
        mixinStandardHelpOptions = true)
final class KeysRotateCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private final LakeOptions options = new LakeOptions();

    @Parameters(paramLabel = "ID", description = "The key, as ./petty keys list names it.")
    private String id = "";

    @Option(
            names = "--overlap",
            paramLabel = "TIME",
            defaultValue = "1d",
            description = "How long the old one still counts; 0s for not at all (default: 1d).")
    private String overlap = "1d";

    KeysRotateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        try (Workspace workspace = context.openExisting(options)) {
            Optional<CreatedKey> created =
                    workspace.apiKeys().rotate(id, KeysCreateCommand.duration("--overlap", overlap));
            if (created.isEmpty()) {
                return KeysRevokeCommand.unknown(id, workspace, context);
            }
            KeysCreateCommand.print(created.get(), context);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(String.valueOf(e.getMessage()), e);
        }
        return ExitCode.DONE;
    }
}
