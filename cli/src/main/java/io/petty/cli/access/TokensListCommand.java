package io.petty.cli.access;

import io.petty.access.TokenFamily;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeOptions;
import io.petty.cli.workspace.Workspace;
import io.petty.parquet.export.TimeText;
import io.petty.settings.SettingsException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows who has tokens. */
@Command(
        name = "list",
        description =
                "A family of tokens a line, the newest first: all that came of one issue. Users are shown as keys.",
        mixinStandardHelpOptions = true)
final class TokensListCommand implements Callable<Integer> {
    private static final String ROW = "%-32s  %-8s  %-16s  %-24s  %-24s  %-26s  %s%n";
    private static final int USER_CHARACTERS = 8;

    private final CommandContext context;

    @Mixin
    private final LakeOptions options = new LakeOptions();

    @Option(names = "--user", paramLabel = "USER", description = "Those of one user alone.")
    private @Nullable String user;

    TokensListCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        try (Workspace workspace = context.openExisting(options)) {
            List<TokenFamily> families = workspace.tokens().list(user);
            PrintStream out = context.terminal().out();
            if (families.isEmpty()) {
                out.printf(
                        "There are no tokens. ./petty tokens issue --user U --collars A,B%s makes some.%n",
                        workspace.homeOption());
                return ExitCode.DONE;
            }
            Instant now = context.clock().instant();
            out.printf(ROW, "FAMILY", "USER", "STATE", "ISSUED", "UNTIL", "MAY", "COLLARS");
            for (TokenFamily family : families) {
                out.printf(
                        ROW,
                        family.id(),
                        family.userKey().substring(0, USER_CHARACTERS),
                        state(family, now),
                        TimeText.of(family.createdAt()),
                        TimeText.of(family.expiresAt()),
                        KeysListCommand.text(family.permissions()),
                        String.join(",", new TreeSet<>(family.collars())));
            }
        } catch (IllegalArgumentException e) {
            throw new SettingsException(String.valueOf(e.getMessage()), e);
        }
        return ExitCode.DONE;
    }

    private static String state(TokenFamily family, Instant now) {
        if (family.revokedAt() != null) {
            return "revoked" + ("reuse".equals(family.revokedWhy()) ? ", reuse" : "");
        }
        return now.isBefore(family.expiresAt()) ? "active" : "expired";
    }
}
