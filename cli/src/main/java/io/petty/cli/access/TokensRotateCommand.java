package io.petty.cli.access;

import io.petty.access.SigningKeyRotation;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.Workspace;
import io.petty.parquet.export.TimeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Replaces the key that signs access tokens. */
@Command(
        name = "rotate",
        description = {
            "Replace the key that signs access tokens.",
            "The new key is published now and signs after petty.access.signing-key-overlap. Tokens that the old key"
                    + " signed stay valid until they expire."
        },
        mixinStandardHelpOptions = true)
final class TokensRotateCommand extends AccessCommand {
    @Option(
            names = "--at-once",
            description = "For a leaked key: makes all access tokens invalid now. Refresh tokens stay valid.")
    private boolean atOnce;

    TokensRotateCommand(CommandContext context) {
        super(context);
    }

    @Override
    int call(Workspace workspace) {
        SigningKeyRotation rotation = workspace.tokens().rotateSigningKey(atOnce);
        out.printf("Key %s signs from %s on.%n", rotation.kid(), TimeText.of(rotation.signsFrom()));
        rotation.dropped().forEach(kid -> out.printf("Key %s is no longer valid.%n", kid));
        return ExitCode.DONE;
    }
}
