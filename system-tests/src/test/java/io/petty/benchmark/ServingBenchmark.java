package io.petty.benchmark;

import io.petty.access.AccessSettings;
import io.petty.access.Permission;
import io.petty.access.SigningKeys;
import io.petty.access.TokenAdministration;
import io.petty.lake.database.LakeDatabase;
import io.petty.secret.SecretSettings;
import io.petty.secret.Secrets;
import io.petty.systemtests.ServiceProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Measures the service with uniformly random look-ups of a collar's day, each with the collar's own token. Each round
 * also measures the same service with constant answers of the same size, and nginx serving them as a file.
 */
final class ServingBenchmark {
    private static final int CONNECTIONS = 32;
    private static final int WARM_SECONDS = 20;
    private static final int SECONDS = 15;
    private static final int STEADY_PER_SECOND = 1_000;
    private static final int STEADY_SECONDS = 20;
    private static final int SAMPLES = 200;
    private static final LocalDate LAST = LocalDate.of(2026, 11, 20);

    private static final Duration TOKEN_LIFE = Duration.ofHours(12);

    /** Rate limits that are checked but never reached, although all load comes from one address. */
    private static final Map<String, String> UNLIMITED = Map.of(
            "PETTY_ACCESS_ACCESS_TOKEN_LIFE", TOKEN_LIFE.toString(),
            "PETTY_API_RATE_LIMITS_ADDRESS_PER_SECOND", "1000000",
            "PETTY_API_RATE_LIMITS_ADDRESS_BURST", "1000000",
            "PETTY_API_RATE_LIMITS_PRINCIPAL_PER_SECOND", "1000000",
            "PETTY_API_RATE_LIMITS_PRINCIPAL_BURST", "1000000");

    private final PrintStream out = System.out;
    private final Path root;
    private final Path folder;
    private final Path home;
    private final ServedTables tables;
    private final int rounds;
    private final List<String> collars = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();
    private final List<String> days = new ArrayList<>();

    private ServingBenchmark(Path root, int collars, int days, int rounds) {
        this.root = root;
        this.folder = root.resolve("system-tests/target/benchmark/serving");
        this.home = folder.resolve("home-%d-%d".formatted(collars, days));
        this.tables = new ServedTables(collars, LAST, days, 7);
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws Exception {
        int collars = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
        ServingBenchmark benchmark = new ServingBenchmark(Path.of(arguments[0]), collars, 30, rounds);
        benchmark.prepare();
        benchmark.start();
        benchmark.measure();
    }

    /** Writes the tables, which are kept for later benchmarks, and a token for each collar. */
    private void prepare() throws IOException {
        Files.createDirectories(folder);
        Path done = folder.resolve(home.getFileName() + ".done");
        if (!Files.exists(done)) {
            out.printf("Writing the days of %,d collars, %d days each ...%n", tables.collars(), tables.days());
            Scratch.delete(home);
            tables.write(home);
            Files.createFile(done);
        }
        AccessSettings settings = longLived();
        try (LakeDatabase database = LakeDatabase.openEmbedded(home);
                Secrets secrets = Secrets.open(home, SecretSettings.LOCAL, Clock.systemUTC())) {
            TokenAdministration administration = new TokenAdministration(
                    database,
                    new SigningKeys(secrets, settings, Clock.systemUTC()),
                    settings,
                    () -> "benchmark",
                    Clock.systemUTC());
            for (int i = 0; i < tables.collars(); i++) {
                String collar = ServedTables.collar(i);
                collars.add(collar);
                tokens.add(administration
                        .issue("owner-" + i, List.of(collar), Set.of(Permission.TIMELINES_READ))
                        .tokens()
                        .accessToken());
            }
        }
        for (LocalDate day = tables.first(); !day.isAfter(LAST); day = day.plusDays(1)) {
            days.add(day.toString());
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < collars.size(); i++) {
            lines.add(collars.get(i) + " " + tokens.get(i));
        }
        Files.write(folder.resolve("tokens.txt"), lines);
        Files.write(folder.resolve("days.txt"), days);
        try (InputStream script = Objects.requireNonNull(getClass().getResourceAsStream("lookups.lua"))) {
            Files.write(folder.resolve("lookups.lua"), script.readAllBytes());
        }
    }

    /** Returns settings for tokens that outlast the benchmark. The service checks them as usual. */
    private static AccessSettings longLived() {
        AccessSettings usual = AccessSettings.DEFAULTS;
        return new AccessSettings(
                usual.issuer(),
                usual.audience(),
                TOKEN_LIFE,
                usual.refreshTokenLife(),
                usual.codeLife(),
                usual.clockSkew(),
                usual.signingKeyOverlap(),
                usual.mostCollars());
    }

    /** Measures the time from the start command to the first answer with a day. */
    private void start() throws IOException, InterruptedException {
        for (int round = 0; round < rounds; round++) {
            long begun = System.nanoTime();
            try (ServiceProcess service = petty()) {
                body(service.url().getPort(), 0);
                out.printf(
                        "First answer %.2f s after the start (goal: at most 4)%n", (System.nanoTime() - begun) / 1e9);
            }
        }
    }

    private void measure() throws Exception {
        List<Double> ofPetty = new ArrayList<>();
        List<Double> ofConstant = new ArrayList<>();
        List<Double> ofNginx = new ArrayList<>();
        try (ServiceProcess service = petty()) {
            int size = size(service.url().getPort());
            byte[] sample = body(service.url().getPort(), 0);
            out.printf("A day has %,d bytes on average%n", size);
            try (ServiceProcess constant = constant(size);
                    Nginx nginx = Nginx.serve(folder.resolve("nginx"), Arrays.copyOf(sample, size))) {
                wrk(WARM_SECONDS).run(url(service.url().getPort()));
                wrk(WARM_SECONDS).run(url(constant.url().getPort()));
                for (int round = 1; round <= rounds; round++) {
                    Wrk.Result looked = wrk(SECONDS).run(url(service.url().getPort()));
                    Wrk.Result same = wrk(SECONDS).run(url(constant.url().getPort()));
                    Wrk.Result file = new Wrk(CONNECTIONS, SECONDS, List.of()).run(nginx.url());
                    ofPetty.add(looked.perSecond());
                    ofConstant.add(same.perSecond());
                    ofNginx.add(file.perSecond());
                    out.printf(
                            "Round %d: days %,.0f/s, constant bytes %,.0f/s, ratio %.2f; nginx %,.0f/s;"
                                    + " errors %d, %d, %d%n",
                            round,
                            looked.perSecond(),
                            same.perSecond(),
                            looked.perSecond() / same.perSecond(),
                            file.perSecond(),
                            looked.errors(),
                            same.errors(),
                            file.errors());
                }
            }
            SteadyLoad.Result steady = new SteadyLoad(
                            service.url().getPort(), STEADY_PER_SECOND, STEADY_SECONDS, CONNECTIONS)
                    .run(this::request);
            out.printf(
                    "At %,d requests/s for %d s: median %.1f ms, 99th percentile %.1f ms (goal: at most 20),"
                            + " longest %.1f ms, %d errors%n",
                    STEADY_PER_SECOND, STEADY_SECONDS, steady.median(), steady.p99(), steady.max(), steady.errors());
            out.printf(
                    "Peak resident memory: %,d MB, heap 256 MB%n", ResidentMemory.peakBytesOf(service.handle()) >> 20);
        }
        double ratio = Spread.of(ofPetty).median() / Spread.of(ofConstant).median();
        MarkdownTable table = new MarkdownTable(List.of("", "min", "median", "max"));
        add(table, "a collar's day, requests/s", ofPetty);
        add(table, "constant bytes, requests/s", ofConstant);
        add(table, "nginx, a static file, requests/s", ofNginx);
        out.printf("%n%s%nRatio of medians: %.2f (goal: at least 0.7)%n", table, ratio);
    }

    private static void add(MarkdownTable table, String name, List<Double> values) {
        Spread spread = Spread.of(values);
        table.add(List.of(
                name,
                "%,.0f".formatted(spread.min()),
                "%,.0f".formatted(spread.median()),
                "%,.0f".formatted(spread.max())));
    }

    private Wrk wrk(int seconds) {
        return new Wrk(CONNECTIONS, seconds, List.of(path("lookups.lua"), path("tokens.txt"), path("days.txt")));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    /** Starts the service as a user does. */
    private ServiceProcess petty() throws IOException {
        return ServiceProcess.start(
                List.of(root.resolve("petty").toString(), "serve", "--home", home.toString()), UNLIMITED);
    }

    /** Starts the same program with the same options, with one endpoint replaced. */
    private ServiceProcess constant(int bytes) throws IOException {
        return ServiceProcess.start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms256m",
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-D" + ConstantAnswers.PROPERTY + "=" + bytes,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.petty.api.PettyApi",
                        "--home",
                        home.toString()),
                UNLIMITED);
    }

    private String request(SplittableRandom random) {
        int collar = random.nextInt(collars.size());
        return "GET /v1/collars/%s/timeline?date=%s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n\r\n"
                .formatted(collars.get(collar), days.get(random.nextInt(days.size())), tokens.get(collar));
    }

    /** Returns the mean size of a sample of days. */
    private int size(int port) throws IOException, InterruptedException {
        long sum = 0;
        for (int i = 0; i < SAMPLES; i++) {
            sum += body(port, i * (collars.size() / SAMPLES)).length;
        }
        return (int) (sum / SAMPLES);
    }

    private byte[] body(int port, int collar) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("%s/v1/collars/%s/timeline?date=%s"
                                        .formatted(url(port), collars.get(collar), days.get(collar % days.size()))))
                                .header("Authorization", "Bearer " + tokens.get(collar))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException("The service answers %d: %s"
                    .formatted(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8)));
        }
        return response.body();
    }
}
