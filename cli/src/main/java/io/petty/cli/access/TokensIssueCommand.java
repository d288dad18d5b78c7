package io.petty.cli.access;

import io.petty.access.IssuedTokens;
import io.petty.access.Permission;
import io.petty.access.SignInCode;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.Workspace;
import io.petty.parquet.export.TimeText;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Issues tokens or a sign-in link. */
@Command(
        name = "issue",
        description = {
            "Give a user access to the timelines of some collars.",
            "Prints an access token and a refresh token or, with --link, a link that opens the page signed in.",
            "The link works once, within ten minutes."
        },
        mixinStandardHelpOptions = true)
final class TokensIssueCommand extends AccessCommand {
    @Option(
            names = "--user",
            paramLabel = "USER",
            required = true,
            description = "The user's id, for 'tokens list' and 'tokens revoke'. Only a keyed hash of it is stored.")
    private String user = "";

    @Option(
            names = "--collars",
            paramLabel = "COLLAR",
            required = true,
            split = ",",
            description = "Collars that the user may see, separated by commas.")
    private List<String> collars = List.of();

    @Option(names = "--status", description = "Also give access to the states of days, runs and rejects.")
    private boolean status;

    @Option(names = "--link", description = "Print a link to the page (petty.api.url) instead of tokens.")
    private boolean link;

    TokensIssueCommand(CommandContext context) {
        super(context);
    }

    @Override
    Workspace open() {
        return context.openWithoutRaw(options);
    }

    @Override
    int call(Workspace workspace) {
        Set<Permission> permissions = EnumSet.of(Permission.TIMELINES_READ);
        if (status) {
            permissions.add(Permission.STATUS_READ);
        }
        if (link) {
            SignInCode code = workspace.tokens().issueCode(user, collars, permissions);
            String page = workspace.settings().api().url().toString().replaceFirst("/+$", "");
            out.println(page + "/#code=" + code.code());
            err.printf(
                    "Works once, until %s. Its tokens form the family %s.%n",
                    TimeText.of(code.expiresAt()), code.family());
            return ExitCode.DONE;
        }
        IssuedTokens issued = workspace.tokens().issue(user, collars, permissions);
        out.printf("family         %s%n", issued.family());
        out.printf("access_token   %s%n", issued.tokens().accessToken());
        out.printf("expires_at     %s%n", TimeText.of(issued.tokens().accessExpiresAt()));
        out.printf("refresh_token  %s%n", issued.tokens().refreshToken());
        out.printf("refresh_until  %s%n", TimeText.of(issued.tokens().refreshExpiresAt()));
        return ExitCode.DONE;
    }
}
