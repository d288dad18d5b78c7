package io.petty.cli.access;

import io.petty.access.CreatedKey;
import io.petty.access.Permission;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeOptions;
import io.petty.cli.workspace.Workspace;
import io.petty.parquet.export.TimeText;
import io.petty.settings.SettingsException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.springframework.boot.convert.DurationStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes an API key. */
@Command(
        name = "create",
        description = "Make an API key. It is shown now and never again.",
        mixinStandardHelpOptions = true)
public final class KeysCreateCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private final LakeOptions options = new LakeOptions();

    @Option(names = "--name", paramLabel = "NAME", required = true, description = "What it is for.")
    private String name = "";

    @Option(
            names = "--permissions",
            paramLabel = "PERMISSION",
            required = true,
            split = ",",
            description = "timelines:read (of --collars), timelines:read-all, status:read; separated by commas.")
    private List<String> permissions = List.of();

    @Option(
            names = "--collars",
            paramLabel = "COLLAR",
            split = ",",
            description = "Whose timelines, for timelines:read.")
    private List<String> collars = List.of();

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            defaultValue = "90d",
            description = "After which time, such as 90d or 12h, or on which day, such as 2027-06-30 (default: 90d).")
    private String expires = "90d";

    KeysCreateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        try (Workspace workspace = context.openWithoutRaw(options)) {
            CreatedKey created = workspace.apiKeys().create(name, collars, named(permissions), life());
            print(created, context);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(String.valueOf(e.getMessage()), e);
        }
        return ExitCode.DONE;
    }

    private static Set<Permission> named(List<String> labels) {
        return labels.stream()
                .map(label -> Permission.ofLabel(label)
                        .orElseThrow(() -> new SettingsException("--permissions: there is no permission '%s', but %s"
                                .formatted(
                                        label,
                                        Arrays.stream(Permission.values())
                                                .map(Permission::label)
                                                .collect(Collectors.joining(", "))))))
                .collect(Collectors.toUnmodifiableSet());
    }

    private Duration life() {
        try {
            return Duration.between(
                    context.clock().instant(),
                    LocalDate.parse(expires).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeParseException e) {
            return duration("--expires", expires);
        }
    }

    public static Duration duration(String option, String text) {
        try {
            return DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new SettingsException("%s: '%s' is no time like 90d or 12h".formatted(option, text), e);
        }
    }

    static void print(CreatedKey created, CommandContext context) {
        PrintStream out = context.terminal().out();
        out.printf("key      %s%n", created.text());
        out.printf("id       %s%n", created.key().id());
        out.printf("name     %s%n", created.key().name());
        out.printf("may      %s%n", KeysListCommand.text(created.key().permissions()));
        if (!created.key().collars().isEmpty()) {
            out.printf(
                    "collars  %s%n",
                    String.join(",", new TreeSet<>(created.key().collars())));
        }
        out.printf("until    %s%n", TimeText.of(created.key().expiresAt()));
        context.terminal().err().println("Keep the key now: it is never shown again.");
    }
}
