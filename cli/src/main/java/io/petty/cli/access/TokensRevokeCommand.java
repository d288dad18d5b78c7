package io.petty.cli.access;

import io.petty.access.TokenAdministration;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeOptions;
import io.petty.cli.workspace.Workspace;
import io.petty.settings.SettingsException;
import java.io.PrintStream;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes tokens back. */
@Command(
        name = "revoke",
        description = "Take tokens back: they stop counting with the next request, everywhere.",
        mixinStandardHelpOptions = true)
final class TokensRevokeCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private final LakeOptions options = new LakeOptions();

    @Option(names = "--user", paramLabel = "USER", description = "All tokens and links of a user.")
    private @Nullable String user;

    @Option(names = "--family", paramLabel = "FAMILY", description = "All that came of one issue, see tokens list.")
    private @Nullable String family;

    @Option(names = "--jti", paramLabel = "JTI", description = "One access token, by its jti; a refresh goes on.")
    private @Nullable String jti;

    TokensRevokeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        if (Stream.of(user, family, jti).filter(Objects::nonNull).count() != 1) {
            throw new SettingsException("Name one of --user, --family and --jti");
        }
        try (Workspace workspace = context.openExisting(options)) {
            return revoke(workspace.tokens());
        } catch (IllegalArgumentException e) {
            throw new SettingsException(String.valueOf(e.getMessage()), e);
        }
    }

    private int revoke(TokenAdministration tokens) {
        PrintStream out = context.terminal().out();
        if (user != null) {
            int families = tokens.revokeUser(user);
            if (families == 0) {
                out.println("The user has no tokens that count.");
            } else {
                out.printf("Took back %,d %s of tokens.%n", families, families == 1 ? "family" : "families");
            }
            return ExitCode.DONE;
        }
        if (jti != null) {
            tokens.revokeToken(jti);
            out.printf("The access token %s counts no longer, if there is one.%n", jti);
            return ExitCode.DONE;
        }
        if (tokens.revokeFamily(String.valueOf(family))) {
            out.printf("Took back the tokens of family %s.%n", family);
            return ExitCode.DONE;
        }
        context.terminal()
                .err()
                .printf(
                        "petty: no family %s has tokens that count: ./petty tokens list shows those there are%n",
                        family);
        return ExitCode.FAILED;
    }
}
