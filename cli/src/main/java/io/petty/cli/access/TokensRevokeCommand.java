package io.petty.cli.access;

import io.petty.access.TokenAdministration;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.Workspace;
import io.petty.settings.SettingsException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Revokes tokens. */
@Command(
        name = "revoke",
        description = "Revoke tokens. The API rejects them from the next request on.",
        mixinStandardHelpOptions = true)
final class TokensRevokeCommand extends AccessCommand {
    @Option(names = "--user", paramLabel = "USER", description = "Revoke all tokens and links of this user.")
    private @Nullable String user;

    @Option(
            names = "--family",
            paramLabel = "FAMILY",
            description = "Revoke all tokens of this family. 'tokens list' shows its id.")
    private @Nullable String family;

    @Option(
            names = "--jti",
            paramLabel = "JTI",
            description = "Revoke the access token with this jti. Its refresh token stays valid.")
    private @Nullable String jti;

    TokensRevokeCommand(CommandContext context) {
        super(context);
    }

    @Override
    Workspace open() {
        if (Stream.of(user, family, jti).filter(Objects::nonNull).count() != 1) {
            throw new SettingsException("Name one of --user, --family and --jti");
        }
        return super.open();
    }

    @Override
    int call(Workspace workspace) {
        TokenAdministration tokens = workspace.tokens();
        if (user != null) {
            int families = tokens.revokeUser(user);
            if (families == 0) {
                out.println("The user has no valid tokens.");
            } else {
                out.printf("Revoked %,d token %s.%n", families, families == 1 ? "family" : "families");
            }
            return ExitCode.DONE;
        }
        if (jti != null) {
            tokens.revokeToken(jti);
            out.printf("If there is an access token %s, it is revoked.%n", jti);
            return ExitCode.DONE;
        }
        if (tokens.revokeFamily(String.valueOf(family))) {
            out.printf("Revoked the tokens of family %s.%n", family);
            return ExitCode.DONE;
        }
        return failed(
                "no family %s has valid tokens; ./petty tokens list%s shows all families",
                family, workspace.homeOption());
    }
}
