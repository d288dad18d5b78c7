package io.petty.cli.access;

import io.petty.access.ApiKey;
import io.petty.access.Permission;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeOptions;
import io.petty.cli.workspace.Workspace;
import io.petty.parquet.export.TimeText;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows which API keys there are. */
@Command(name = "list", description = "An API key a line, the newest first.", mixinStandardHelpOptions = true)
final class KeysListCommand implements Callable<Integer> {
    private static final String ROW = "%-32s  %-7s  %-20s  %-24s  %-24s  %-30s  %s%n";

    private final CommandContext context;

    @Mixin
    private final LakeOptions options = new LakeOptions();

    KeysListCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        try (Workspace workspace = context.openExisting(options)) {
            List<ApiKey> keys = workspace.apiKeys().list();
            PrintStream out = context.terminal().out();
            if (keys.isEmpty()) {
                out.println("There are no API keys. ./petty keys create makes one.");
                return ExitCode.DONE;
            }
            out.printf(ROW, "KEY", "STATE", "NAME", "UNTIL", "LAST USED", "MAY", "COLLARS");
            for (ApiKey key : keys) {
                out.printf(
                        ROW,
                        key.id(),
                        key.state(context.clock().instant()),
                        key.name(),
                        TimeText.of(key.expiresAt()),
                        key.lastUsedAt() == null ? "never" : TimeText.of(key.lastUsedAt()),
                        text(key.permissions()),
                        String.join(",", new TreeSet<>(key.collars())));
            }
        }
        return ExitCode.DONE;
    }

    /** The names of permissions, in their order. */
    static String text(Set<Permission> permissions) {
        return new TreeSet<>(permissions).stream().map(Permission::label).collect(Collectors.joining(","));
    }
}
