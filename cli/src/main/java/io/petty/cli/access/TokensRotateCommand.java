package io.petty.cli.access;

import io.petty.access.SigningKeyRotation;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeOptions;
import io.petty.cli.workspace.Workspace;
import io.petty.parquet.export.TimeText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Replaces the key that signs access tokens. */
@Command(
        name = "rotate",
        description = {
            "Replace the key that signs access tokens.",
            "The new one is published at once and signs some minutes later (petty.access.signing-key-overlap);",
            "tokens of the old one count until they expire."
        },
        mixinStandardHelpOptions = true)
final class TokensRotateCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private final LakeOptions options = new LakeOptions();

    @Option(
            names = "--at-once",
            description = "For a key that leaked: no token signed before counts any more. Refresh tokens still do.")
    private boolean atOnce;

    TokensRotateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        try (Workspace workspace = context.openExisting(options)) {
            SigningKeyRotation rotation = workspace.tokens().rotateSigningKey(atOnce);
            context.terminal()
                    .out()
                    .printf("Key %s signs from %s on.%n", rotation.kid(), TimeText.of(rotation.signsFrom()));
            for (String kid : rotation.dropped()) {
                context.terminal().out().printf("Key %s counts no longer.%n", kid);
            }
        }
        return ExitCode.DONE;
    }
}
