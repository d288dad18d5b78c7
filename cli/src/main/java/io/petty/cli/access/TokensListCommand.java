package io.petty.cli.access;

import io.petty.access.TokenFamily;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.Workspace;
import io.petty.parquet.export.TimeText;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists token families. */
@Command(
        name = "list",
        description =
                "List token families, newest first. A family is a token and all tokens refreshed from it. Users are"
                        + " shown as hashes.",
        mixinStandardHelpOptions = true)
final class TokensListCommand extends AccessCommand {
    private static final String ROW = "%-32s  %-8s  %-16s  %-24s  %-24s  %-26s  %s%n";
    private static final int USER_CHARACTERS = 8;

    @Option(names = "--user", paramLabel = "USER", description = "Only the families of this user.")
    private @Nullable String user;

    TokensListCommand(CommandContext context) {
        super(context);
    }

    @Override
    int call(Workspace workspace) {
        List<TokenFamily> families = workspace.tokens().list(user);
        if (families.isEmpty()) {
            out.printf(
                    "There are no tokens. Issue some with ./petty tokens issue --user U --collars A,B%s.%n",
                    workspace.homeOption());
            return ExitCode.DONE;
        }
        Instant now = context.clock().instant();
        out.printf(ROW, "FAMILY", "USER", "STATE", "ISSUED", "UNTIL", "PERMISSIONS", "COLLARS");
        for (TokenFamily family : families) {
            out.printf(
                    ROW,
                    family.id(),
                    family.userKey().substring(0, USER_CHARACTERS),
                    state(family, now),
                    TimeText.of(family.createdAt()),
                    TimeText.of(family.expiresAt()),
                    permissions(family.permissions()),
                    collars(family.collars()));
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
