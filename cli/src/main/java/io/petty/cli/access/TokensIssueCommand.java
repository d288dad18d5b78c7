package io.petty.cli.access;

import io.petty.access.IssuedTokens;
import io.petty.access.Permission;
import io.petty.access.SignInCode;
import io.petty.access.TokenAdministration;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeOptions;
import io.petty.cli.workspace.Workspace;
import io.petty.parquet.export.TimeText;
import io.petty.settings.SettingsException;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets somebody read the timelines of some collars. */
@Command(
        name = "issue",
        description = {
            "Let a user read the timelines of some collars, by two tokens or a link.",
            "Prints an access and a refresh token, or with --link a link that opens the page, signed in.",
            "The link is good once, for ten minutes."
        },
        mixinStandardHelpOptions = true)
final class TokensIssueCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private final LakeOptions options = new LakeOptions();

    @Option(
            names = "--user",
            paramLabel = "USER",
            required = true,
            description = "For whom; kept as a keyed hash alone, by which tokens can be listed and taken back.")
    private String user = "";

    @Option(
            names = "--collars",
            paramLabel = "COLLAR",
            required = true,
            split = ",",
            description = "Whose timelines, separated by commas.")
    private List<String> collars = List.of();

    @Option(names = "--status", description = "Let the user see days by state, runs and rejects, too.")
    private boolean status;

    @Option(names = "--link", description = "Print a link to the page (petty.api.url) in place of tokens.")
    private boolean link;

    TokensIssueCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        Set<Permission> permissions = EnumSet.of(Permission.TIMELINES_READ);
        if (status) {
            permissions.add(Permission.STATUS_READ);
        }
        PrintStream out = context.terminal().out();
        try (Workspace workspace = context.openWithoutRaw(options)) {
            TokenAdministration tokens = workspace.tokens();
            if (link) {
                SignInCode code = tokens.issueCode(user, collars, permissions);
                String page = workspace.settings().api().url().toString().replaceFirst("/+$", "");
                out.println(page + "/#code=" + code.code());
                context.terminal()
                        .err()
                        .printf(
                                "Good once, until %s; its tokens are family %s.%n",
                                TimeText.of(code.expiresAt()), code.family());
                return ExitCode.DONE;
            }
            IssuedTokens issued = tokens.issue(user, collars, permissions);
            out.printf("family         %s%n", issued.family());
            out.printf("access_token   %s%n", issued.tokens().accessToken());
            out.printf("expires_at     %s%n", TimeText.of(issued.tokens().accessExpiresAt()));
            out.printf("refresh_token  %s%n", issued.tokens().refreshToken());
            out.printf("refresh_until  %s%n", TimeText.of(issued.tokens().refreshExpiresAt()));
        } catch (IllegalArgumentException e) {
            throw new SettingsException(String.valueOf(e.getMessage()), e);
        }
        return ExitCode.DONE;
    }
}
