package io.petty.readiness;

import io.petty.access.TokenAdministration;
import io.petty.settings.SettingsException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
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

/** All checks, on an installation of this machine or on an API that is deployed somewhere. */
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
     * The programs that are started for the checks.
     *
     * @param api class path of the API's program; null when it isn't known
     * @param petty what begins the petty command, without its arguments
     */
    public record Programs(@Nullable String api, List<String> petty) {
        public Programs {
            petty = List.copyOf(petty);
        }
    }

    /**
     * Makes it.
     *
     * @param progress told a line for each check as it is through
     * @param stopped whether the checks that are left are no longer wanted
     * @param limit after which a check has timed out
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

    /** Checks an installation here: its API is started, used and ended, and what was issued is taken back. */
    public ReadinessReport here(Installation installation) throws IOException, InterruptedException {
        if (programs.api() == null) {
            throw new SettingsException(
                    "readiness starts the API to check it: call it as ./petty readiness, which knows where that is, or name a deployed one with --target");
        }
        SensitiveTexts sensitive = new SensitiveTexts();
        installation.environmentSecrets().forEach((text, name) -> sensitive.add("value of " + name, text));
        Subject subject = new Subject(sensitive, Given.NOTHING);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                programs.api(),
                API);
        try (Issuer issuer = new Issuer(
                        installation.database(),
                        installation.secrets(),
                        installation.access(),
                        installation.keyedHashKey(),
                        Clock.systemUTC(),
                        sensitive);
                TemporaryHome home = new TemporaryHome(programs.petty());
                TraceReceiver traces = TraceReceiver.open();
                LocalService service = new LocalService(command, installation, traces)) {
            subject.issuesBy(issuer);
            List<Check> checks = new ArrayList<>();
            checks.add(answers("starts the API over the home, at a free port of this machine, and asks it", () -> {
                LocalService.Addresses addresses = service.start();
                subject.answersAt(addresses.url(), addresses.management());
                StoredSecrets.remember(installation.secrets(), sensitive);
                return subject;
            }));
            checks.addAll(ofTheApi(subject, service::lines, installation, home, traces));
            checks.addAll(new JobChecks(installation.nights(), home, clock).all());
            return report("home " + installation.home(), sensitive, checks);
        }
    }

    /**
     * Checks a deployed API from outside.
     *
     * @param management where its health and figures are reached; null when they aren't from here
     */
    public ReadinessReport at(URI target, @Nullable URI management, Given given)
            throws IOException, InterruptedException {
        SensitiveTexts sensitive = new SensitiveTexts();
        Subject subject = new Subject(sensitive, given);
        List<Check> checks = new ArrayList<>();
        checks.add(answers("asks for /v1/openapi.json", () -> {
            ApiAnswer answer = new ApiClient(target).get("/v1/openapi.json");
            if (answer.status() != OK) {
                throw new IOException("/v1/openapi.json answers %d".formatted(answer.status()));
            }
            subject.answersAt(target, management);
            return subject;
        }));
        checks.addAll(ofTheApi(subject, null, null, null, null));
        checks.addAll(new JobChecks(null, null, clock).all());
        return report(target.toString(), sensitive, checks);
    }

    private static Check answers(String does, Callable<Subject> reached) {
        return new Check(
                "service.answers",
                "The API answers",
                does,
                "Most checks need it: see what it says, and start ./petty serve by hand.",
                () -> {
                    Subject subject = reached.call();
                    // Who has no credential is told so; that much every API of this kind answers.
                    ApiAnswer answer = subject.api().get("/v1/days");
                    return new Evidence()
                            .expect(
                                    answer.problem().equals("unauthenticated"),
                                    "it answers, and wants a credential",
                                    "/v1/days without a credential answers %d %s"
                                            .formatted(answer.status(), answer.problem()))
                            .result();
                });
    }

    private List<Check> ofTheApi(
            Subject subject,
            @Nullable Callable<List<String>> lines,
            @Nullable Installation installation,
            @Nullable TemporaryHome home,
            @Nullable TraceReceiver traces) {
        // A check that misses something must still be able to say so.
        TimeLimit arrival = TimeLimit.of(limit.dividedBy(2));
        return Stream.of(
                        new TokenChecks(subject).all(),
                        new KeyChecks(subject).all(),
                        new HomeChecks(installation).all(),
                        new SecretChecks(
                                        subject,
                                        installation,
                                        Path.of("").toAbsolutePath(),
                                        (TokenAdministration tokens) -> tokens.rotateSigningKey(false))
                                .all(),
                        new LogChecks(
                                        subject,
                                        lines,
                                        home == null
                                                ? null
                                                : () -> home.firstRun().err(),
                                        installation != null
                                                && installation.log().isJson(),
                                        arrival)
                                .all(),
                        new MetricChecks(
                                        subject,
                                        installation == null ? null : installation.daemon(),
                                        installation == null ? null : installation.cloudWatch(),
                                        arrival)
                                .all(),
                        new TraceChecks(
                                        subject,
                                        traces == null ? null : traces::received,
                                        installation == null
                                                ? null
                                                : installation.traces().endpoint(),
                                        arrival)
                                .all(),
                        new VersionChecks(subject).all(),
                        new ClientChecks(
                                        subject,
                                        ClientChecks.findNode(Objects.requireNonNullElse(System.getenv("PATH"), "")),
                                        this::builtModule,
                                        installation != null)
                                .all())
                .flatMap(List::stream)
                .toList();
    }

    private ReadinessReport report(String target, SensitiveTexts sensitive, List<Check> checks)
            throws InterruptedException {
        String at = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        CheckRunner runner = new CheckRunner(
                sensitive, finding -> progress.accept(ReportText.progress(finding)), stopped, TimeLimit.of(limit));
        return ReadinessReport.of(sensitive.apply(target), at, version, runner.run(checks));
    }

    /** A module of the page's client as the program that was built here has it. */
    private Optional<String> builtModule(String name) throws IOException {
        if (programs.api() == null) {
            return Optional.empty();
        }
        List<URL> places = new ArrayList<>();
        for (String entry : programs.api().split(File.pathSeparator, -1)) {
            places.add(url(entry));
        }
        try (URLClassLoader loader = new URLClassLoader(places.toArray(URL[]::new), null);
                InputStream module = loader.getResourceAsStream("static/js/client/" + name)) {
            return module == null
                    ? Optional.empty()
                    : Optional.of(new String(module.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static URL url(String entry) throws MalformedURLException {
        return Path.of(entry).toUri().toURL();
    }
}
