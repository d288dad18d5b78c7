package io.petty.readiness;

import io.petty.settings.SettingsException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs all checks on an installation on this machine or on a deployed API. */
public final class Readiness {
    private static final int OK = 200;
    private static final String API = "io.petty.api.PettyApi";

    private final Programs programs;
    private final String version;
    private final Clock clock;
    private final Consumer<String> progress;
    private final BooleanSupplier stopped;
    private final Duration limit;

    /**
     * The programs that the checks start.
     *
     * @param api the class path of the API; null if it isn't known
     * @param petty the command line of the petty command, without arguments
     */
    public record Programs(@Nullable String api, List<String> petty) {
        public Programs {
            petty = List.copyOf(petty);
        }
    }

    /**
     * Creates a readiness check.
     *
     * @param progress receives a line for each check as soon as it ends
     * @param stopped whether to skip the remaining checks
     * @param limit the longest duration of a check
     */
    public Readiness(
            Programs programs,
            String version,
            Clock clock,
            Consumer<String> progress,
            BooleanSupplier stopped,
            Duration limit) {
        this.programs = programs;
        this.version = version;
        this.clock = clock;
        this.progress = progress;
        this.stopped = stopped;
        this.limit = limit;
    }

    /** Checks an installation on this machine. Starts and stops its API, and revokes the issued credentials. */
    public ReadinessReport here(Installation installation) throws IOException, InterruptedException {
        if (programs.api() == null) {
            throw new SettingsException(
                    "readiness needs the path of the API to start it: run ./petty readiness, which knows the path, or name a deployed API with --target");
        }
        SensitiveTexts sensitive = new SensitiveTexts();
        installation.environmentSecrets().forEach((text, name) -> sensitive.add("value of " + name, text));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                programs.api(),
                API);
        try (Issuer issuer = new Issuer(installation, sensitive);
                TemporaryHome home = new TemporaryHome(programs.petty());
                TraceReceiver traces = new TraceReceiver();
                LocalService service = new LocalService(command, installation, traces)) {
            Subject subject = new Subject(sensitive, installation, issuer);
            Check answers =
                    answers("starts the API for the home on a free port of this machine, and sends a request", () -> {
                        LocalService.Addresses addresses = service.start();
                        subject.answersAt(addresses.url(), addresses.management());
                        StoredSecrets.remember(installation.secrets(), sensitive);
                        return subject;
                    });
            return report(
                    "home " + installation.home(), subject, checks(answers, subject, service::lines, traces, home));
        }
    }

    /**
     * Checks a deployed API from outside.
     *
     * @param management the address of its health and metrics; null if they can't be reached from here
     */
    public ReadinessReport at(URI target, @Nullable URI management, Given given)
            throws IOException, InterruptedException {
        Subject subject = new Subject(new SensitiveTexts(), given);
        Check answers = answers("requests /v1/openapi.json", () -> {
            ApiAnswer answer = new ApiClient(target).get("/v1/openapi.json");
            if (answer.status() != OK) {
                throw new IOException("/v1/openapi.json answers %d".formatted(answer.status()));
            }
            subject.answersAt(target, management);
            return subject;
        });
        return report(target.toString(), subject, checks(answers, subject, null, null, null));
    }

    private static Check answers(String does, Callable<Subject> reached) {
        return new Check(
                "service.answers",
                "The API answers",
                does,
                "Most checks need the API: read its error message, and start ./petty serve manually.",
                evidence -> {
                    ApiAnswer answer = reached.call().api().get("/v1/days");
                    evidence.expect(
                            answer.problem().equals("unauthenticated"),
                            "it answers, and requires a credential",
                            "/v1/days without a credential answers %d %s".formatted(answer.status(), answer.problem()));
                });
    }

    private List<Check> checks(
            Check answers,
            Subject subject,
            @Nullable Callable<List<String>> serviceLines,
            @Nullable TraceReceiver traces,
            @Nullable TemporaryHome home) {
        // Half the limit, so that a check can still report that its wait timed out.
        TimeLimit arrival = TimeLimit.of(limit.dividedBy(2));
        Path workingFolder = Path.of("").toAbsolutePath();
        Optional<Path> node = ClientChecks.findNode(Objects.requireNonNullElse(System.getenv("PATH"), ""));
        return Stream.of(
                        List.of(answers),
                        new TokenChecks(subject).all(),
                        new KeyChecks(subject).all(),
                        new HomeChecks(subject).all(),
                        new SecretChecks(subject, workingFolder, tokens -> tokens.rotateSigningKey(false)).all(),
                        new LogChecks(
                                        subject,
                                        serviceLines,
                                        home == null
                                                ? null
                                                : () -> home.firstRun().err(),
                                        arrival)
                                .all(),
                        new MetricChecks(subject, arrival).all(),
                        new TraceChecks(subject, traces == null ? null : traces::received, arrival).all(),
                        new VersionChecks(subject).all(),
                        new ClientChecks(subject, node, subject.isHere() ? null : this::builtModule).all(),
                        new JobChecks(subject, home, clock).all())
                .flatMap(List::stream)
                .toList();
    }

    private ReadinessReport report(String target, Subject subject, List<Check> checks) throws InterruptedException {
        String at = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        SensitiveTexts sensitive = subject.sensitive();
        CheckRunner runner = new CheckRunner(
                sensitive, finding -> progress.accept(ReportText.progress(finding)), stopped, TimeLimit.of(limit));
        return ReadinessReport.of(sensitive.apply(target), at, version, runner.run(checks));
    }

    /** Returns a module of the page's client from this build's API. */
    private Optional<String> builtModule(String name) throws IOException {
        if (programs.api() == null) {
            return Optional.empty();
        }
        List<URL> places = new ArrayList<>();
        for (String entry : programs.api().split(File.pathSeparator, -1)) {
            places.add(Path.of(entry).toUri().toURL());
        }
        try (URLClassLoader loader = new URLClassLoader(places.toArray(URL[]::new), null);
                InputStream module = loader.getResourceAsStream("static/js/client/" + name)) {
            return module == null
                    ? Optional.empty()
                    : Optional.of(new String(module.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
