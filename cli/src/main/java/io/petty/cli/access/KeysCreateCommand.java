package io.petty.cli.access;

import io.petty.access.Permission;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.Workspace;
import io.petty.settings.SettingsException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.convert.DurationStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Creates an API key. */
@Command(name = "create", description = "Create an API key. It is shown only once.", mixinStandardHelpOptions = true)
final class KeysCreateCommand extends AccessCommand {
    @Option(
            names = "--name",
            paramLabel = "NAME",
            required = true,
            description = "A name that says what the key is for.")
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
            description = "For timelines:read: the collars that the key may read, separated by commas.")
    private List<String> collars = List.of();

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            defaultValue = "90d",
            description =
                    "Lifetime, such as 90d or 12h, or a day, such as 2027-06-30. The key expires when this day starts"
                            + " in UTC (default: 90d).")
    private String expires = "90d";

    KeysCreateCommand(CommandContext context) {
        super(context);
    }

    @Override
    Workspace open() {
        return context.openWithoutRaw(options);
    }

    @Override
    int call(Workspace workspace) {
        Set<Permission> granted =
                permissions.stream().map(KeysCreateCommand::permission).collect(Collectors.toUnmodifiableSet());
        print(workspace.apiKeys().create(name, collars, granted, life()));
        return ExitCode.DONE;
    }

    private static Permission permission(String label) {
        return Permission.ofLabel(label)
                .orElseThrow(() -> new SettingsException("--permissions: there is no permission '%s'; choose from %s"
                        .formatted(
                                label,
                                Arrays.stream(Permission.values())
                                        .map(Permission::label)
                                        .collect(Collectors.joining(", ")))));
    }

    private Duration life() {
        try {
            return Duration.between(
                    context.clock().instant(),
                    LocalDate.parse(expires).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeParseException noDate) {
            try {
                return DurationStyle.detectAndParse(expires);
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new SettingsException(
                        "--expires: '%s' is neither a lifetime like 90d or 12h nor a day like 2027-06-30"
                                .formatted(expires),
                        e);
            }
        }
    }
}
