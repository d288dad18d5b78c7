package io.petty.cli.commands;

import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeCommand;
import io.petty.cli.workspace.ListedDays;
import io.petty.cli.workspace.PettySettings;
import io.petty.cli.workspace.StopSignals;
import io.petty.cli.workspace.Workspace;
import io.petty.readiness.Given;
import io.petty.readiness.Installation;
import io.petty.readiness.Readiness;
import io.petty.readiness.ReadinessReport;
import io.petty.readiness.ReportFile;
import io.petty.readiness.ReportText;
import io.petty.settings.SettingsException;
import io.petty.version.ProgramVersion;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks whether an installation is ready for production. */
@Command(
        name = "readiness",
        description = {
            "Check whether an installation is ready for production, by using it.",
            "Checks tokens, keys, secrets, logs, metrics, traces, versioning, clients and jobs. By default, checks this",
            "home: starts its API for the check, stops it afterwards, and revokes the credentials that it issued."
        },
        footer = {
            "",
            "A deployed API is checked from outside, with credentials from the files or the",
            "environment variables PETTY_READINESS_TOKEN (an access token),",
            "PETTY_READINESS_API_KEY and PETTY_READINESS_CODE (a sign-in link's code; it is used up).",
            "",
            "Exit codes: 0 no check failed, 1 a check failed or timed out, 2 wrong use or settings."
        },
        mixinStandardHelpOptions = true)
public final class ReadinessCommand extends LakeCommand {
    private static final int DAYS = 30;
    private static final int MOST_BYTES = 1 << 14;
    private static final List<String> SECRET_VARIABLES =
            List.of("PETTY_DATABASE_PASSWORD", "PETTY_USER_KEY_SECRET", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");

    @Option(names = "--target", paramLabel = "URL", description = "Check the API deployed at this address instead.")
    private @Nullable URI target;

    @Option(
            names = "--management",
            paramLabel = "URL",
            description = "Address of the target's health and metrics, if reachable from here.")
    private @Nullable URI management;

    @Option(names = "--token-file", paramLabel = "FILE", description = "File with an access token for the target.")
    private @Nullable Path tokenFile;

    @Option(names = "--api-key-file", paramLabel = "FILE", description = "File with an API key for the target.")
    private @Nullable Path apiKeyFile;

    @Option(
            names = "--code-file",
            paramLabel = "FILE",
            description = "File with the code of a sign-in link for the target. The check uses up the code.")
    private @Nullable Path codeFile;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report to this file as JSON.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the report to this file as a web page.")
    private @Nullable Path html;

    @Option(
            names = "--limit",
            paramLabel = "DURATION",
            defaultValue = "5m",
            description = "Time limit of each check (default: 5m).")
    private Duration limit = Duration.ofMinutes(5);

    ReadinessCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() throws Exception {
        check("--json", json);
        check("--html", html);
        StopSignals.listen(context.stop(), err);
        ReadinessReport report;
        try {
            report = target == null ? here() : at(target);
        } catch (InterruptedException e) {
            int code = StopSignals.exitCode();
            err.println("petty: " + e.getMessage());
            return code == 0 ? ExitCode.FAILED : code;
        }
        out.print(new ReportText(context.terminal().colors(), context.terminal().columns()).of(report));
        out.flush();
        write(json, ReportFile.json(report));
        write(html, ReportFile.html(report));
        return report.isReady() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Readiness readiness() {
        if (limit.isNegative() || limit.isZero()) {
            throw new SettingsException("--limit must be above 0");
        }
        return new Readiness(
                new Readiness.Programs(System.getProperty("petty.api-jar"), petty()),
                ProgramVersion.current().toString(),
                context.clock(),
                line -> err.println(line),
                context.stop()::isRequested,
                limit);
    }

    private ReadinessReport at(URI url) throws IOException, InterruptedException {
        checkUrl("--target", url);
        if (management != null) {
            checkUrl("--management", management);
        }
        Given given = new Given(
                secret("--token-file", tokenFile, "PETTY_READINESS_TOKEN"),
                secret("--api-key-file", apiKeyFile, "PETTY_READINESS_API_KEY"),
                secret("--code-file", codeFile, "PETTY_READINESS_CODE"));
        return readiness().at(url, management, given);
    }

    private ReadinessReport here() throws IOException, InterruptedException {
        for (Object only : Arrays.asList(management, tokenFile, apiKeyFile, codeFile)) {
            if (only != null) {
                throw new SettingsException(
                        "--management, --token-file, --api-key-file and --code-file need --target, the address of a deployed API");
            }
        }
        Readiness readiness = readiness();
        try (Workspace workspace = openExisting()) {
            return readiness.here(installation(workspace));
        }
    }

    private static Installation installation(Workspace workspace) {
        PettySettings settings = workspace.settings();
        return new Installation(
                settings.home(),
                settings.lake(),
                workspace.database(),
                workspace.secrets(),
                settings.secrets(),
                settings.access(),
                settings.log(),
                settings.traces(),
                URI.create("http://%s:%d"
                        .formatted(
                                settings.schedule().address(),
                                settings.schedule().port())),
                settings.metrics().cloudwatch(),
                workspace.keyedHashKey()::get,
                environmentSecrets(),
                new Installation.Nights(
                        () -> days(workspace),
                        () -> newest(workspace),
                        workspace::holder,
                        workspace.runHistory(),
                        settings.lease().expiry(),
                        settings.allowIncomplete(),
                        workspace.isSample()));
    }

    private static List<Installation.Day> days(Workspace workspace) throws IOException {
        LocalDate from = newest(workspace).map(day -> day.minusDays(DAYS)).orElse(null);
        return ListedDays.between(workspace, from, null).days().stream()
                .map(day -> new Installation.Day(day.day(), day.state().label(), day.cause()))
                .toList();
    }

    private static Optional<LocalDate> newest(Workspace workspace) {
        List<LocalDate> days = workspace.publications().days();
        return days.isEmpty() ? Optional.empty() : Optional.of(days.get(days.size() - 1));
    }

    /**
     * Returns texts that the service must not expose, with their names: the secrets in this process's environment, and
     * a marker.
     */
    private static Map<String, String> environmentSecrets() {
        Map<String, String> secrets = new HashMap<>();
        for (String name : SECRET_VARIABLES) {
            String value = System.getenv(name);
            if (value != null && !value.isBlank()) {
                secrets.put(value, name);
            }
        }
        secrets.put("marker-" + UUID.randomUUID(), "READINESS_MARKER");
        return secrets;
    }

    /** Returns the command that starts this program in another process. */
    private static List<String> petty() {
        // The paths must be absolute, since the other process has another working folder.
        String classPath = Arrays.stream(
                        System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED"));
        // The other process can use the shared class archive of this one.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.matches("-XX:(SharedArchiveFile|AOTCache)=.*|-Xlog:(cds|aot).*"))
                .forEach(command::add);
        command.addAll(List.of("-cp", classPath, CommandContext.MAIN_CLASS));
        return command;
    }

    /** Returns the content of the file or, without a file, of the environment variable; null if there is neither. */
    private static @Nullable String secret(String option, @Nullable Path file, String variable) {
        String text = file == null ? System.getenv(variable) : read(option, file);
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static String read(String option, Path file) {
        try {
            if (Files.size(file) <= MOST_BYTES) {
                return Files.readString(file);
            }
        } catch (IOException e) {
            throw new SettingsException("%s: %s can't be read: %s".formatted(option, file, e.getMessage()), e);
        }
        throw new SettingsException("%s: %s is too long for a token or a key".formatted(option, file));
    }

    private static void checkUrl(String option, URI url) {
        if (url.getHost() == null
                || !List.of("http", "https").contains(String.valueOf(url.getScheme()))
                || url.getRawUserInfo() != null
                || url.getRawQuery() != null
                || url.getRawFragment() != null) {
            throw new SettingsException(
                    "%s must be an http or https address without user, query and fragment, such as https://petty.example.org"
                            .formatted(option));
        }
    }
}
