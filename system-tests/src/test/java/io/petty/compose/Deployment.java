package io.petty.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.process.FixedPort;
import io.petty.process.LimitedProcess;
import io.petty.process.WrittenLines;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gaul.s3proxy.Main;

/**
 * The services of {@code compose.yaml} as processes of this machine, with the commands, variables, files and memory
 * limits of that file. Addresses are mapped to ports of the loopback interface, and paths to folders of the test. The
 * services of Petty start by the script of their images. A fresh PostgreSQL server has the database that the file's
 * script creates.
 */
final class Deployment implements Closeable {
    static final String SCHEDULER = "scheduler";
    static final String API = "api";
    private static final String STORE = "store";

    private static final Path DOCKER = Path.of("..", "docker").toAbsolutePath().normalize();
    private static final Duration POLL = Duration.ofMillis(50);

    /** The start of an absolute path. In an address, a path follows a name. */
    private static final String PATH_START = "(?<![\\w/.-])";

    /** A variable of psql with the content of a secret. */
    private static final Pattern SET = Pattern.compile("(?m)^\\\\set (\\w+) `cat /run/secrets/([\\w-]+)`$");

    private final Path folder;
    private final ComposeFile compose;
    private final Map<String, Running> running = new LinkedHashMap<>();
    private final List<Path> links = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    /** The address on this machine, by the address in the file. */
    private final Map<String, String> addresses = new LinkedHashMap<>();

    private final EmbeddedPostgres postgres;

    private record Running(Process process, WrittenLines lines) {}

    private Deployment(Path folder, ComposeFile compose, EmbeddedPostgres postgres) {
        this.folder = folder;
        this.compose = compose;
        this.postgres = postgres;
    }

    /**
     * Starts PostgreSQL, the store, the scheduler and the API, each when those before it are healthy.
     *
     * @param variables values of the file's variables
     */
    static Deployment start(Path folder, Map<String, String> variables) throws Exception {
        run(new ProcessBuilder(
                ComposeFile.FOLDER.resolve("create-secrets").toString(),
                folder.resolve("secrets").toString()));
        Path rules = folder.resolve("pg_hba.conf");
        Files.writeString(rules, """
                host all postgres 127.0.0.1/32 trust
                host all postgres ::1/128 trust
                host all all 127.0.0.1/32 scram-sha-256
                """);
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(WrittenLines.PATIENCE)
                .setServerConfig("password_encryption", "scram-sha-256")
                .setServerConfig("hba_file", rules.toString())
                .start();
        Deployment deployment = new Deployment(folder, ComposeFile.read(variables), postgres);
        try {
            deployment.createDatabase();
            deployment.startStore();
            deployment.startPetty(SCHEDULER, "PETTY_SCHEDULE_PORT", 8090);
            deployment.startPetty(API, "PETTY_API_MANAGEMENT_PORT", 8081);
            return deployment;
        } catch (Exception | Error e) {
            deployment.close();
            throw e;
        }
    }

    private void createDatabase() throws IOException, SQLException {
        addresses.put("postgres:5432", "127.0.0.1:" + postgres.getPort());
        ComposeService service = compose.service("postgres");
        provide(service);
        String script = Files.readString(ComposeFile.FOLDER.resolve("postgres/create-petty.sql"));
        // Only psql can execute commands in backquotes.
        for (MatchResult set : SET.matcher(script).results().toList()) {
            String password = Files.readString(secrets(service).resolve(set.group(2)));
            script = script.replace(":'%s'".formatted(set.group(1)), "'%s'".formatted(password));
        }
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : script.replaceAll("(?m)^(--|\\\\).*$", "").split(";", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    private void startStore() throws Exception {
        int port = FixedPort.next();
        addresses.put("store:9000", "127.0.0.1:" + port);
        ComposeService service = compose.service(STORE);
        provide(service);
        List<String> command = service.list("command").stream()
                .map(argument -> mapped(service, argument).replace("127.0.0.1:9000", "127.0.0.1:" + port))
                .toList();
        // The image has the program as one jar.
        int jar = command.indexOf("-jar");
        assertThat(command.get(0)).isEqualTo("java");
        assertThat(command.get(jar + 1)).isEqualTo("/opt/s3proxy/s3proxy");
        List<String> started = new ArrayList<>(List.of(
                java(), "-XX:MaxRAM=" + service.text("mem_limit"), "-cp", System.getProperty("java.class.path")));
        started.addAll(command.subList(1, jar));
        started.add(Main.class.getName());
        started.addAll(command.subList(jar + 2, command.size()));
        start(STORE, new ProcessBuilder(started));
        awaitHealthy(service, Map.of(), 9000, port);
    }

    /**
     * Starts a service of Petty.
     *
     * @param port the setting of the port that the health check asks
     * @param inFile the value of this setting in the container
     */
    private void startPetty(String name, String port, int inFile) throws Exception {
        ComposeService service = compose.service(name);
        provide(service);
        int own = FixedPort.next();
        addresses.put(name + ":" + inFile, "127.0.0.1:" + own);
        Map<String, String> environment = environment(service);
        environment.put(port, String.valueOf(own));
        if (name.equals(API)) {
            int requests = FixedPort.next();
            environment.put("PETTY_API_PORT", String.valueOf(requests));
            addresses.put("api:8080", "127.0.0.1:" + requests);
        }
        start(name, petty(service, environment, service.list("command")));
        awaitHealthy(service, environment, inFile, own);
    }

    /** Runs a command as {@code docker compose run scheduler}, and returns its output. */
    String command(String... arguments) throws Exception {
        ComposeService service = compose.service(SCHEDULER);
        ProcessBuilder command = petty(service, environment(service), List.of(arguments));
        return run(command.redirectErrorStream(true));
    }

    /** Starts Prometheus with its own configuration, and returns its address. */
    URI startPrometheus(String program) throws Exception {
        int port = FixedPort.next();
        ComposeService service = compose.service("prometheus");
        provide(service);
        List<String> command = new ArrayList<>(List.of(program));
        service.list("command").forEach(argument -> command.add(mapped(service, argument)));
        command.add("--web.listen-address=127.0.0.1:" + port);
        start("prometheus", new ProcessBuilder(command));
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Requests a URL below the address of a service, such as {@code http://api:8080/v1/days}. */
    HttpResponse<String> get(String url, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(addressed(url))).timeout(WrittenLines.PATIENCE);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Returns the address of the store. */
    URI store() {
        return URI.create(addressed("http://store:9000"));
    }

    /** Returns the key of the store and its secret. */
    Map.Entry<String, String> storeKey() throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve("secrets/store.properties"))) {
            properties.load(reader);
        }
        return Map.entry(
                properties.getProperty("s3proxy.identity", ""), properties.getProperty("s3proxy.credential", ""));
    }

    /** Returns the values of all secrets. */
    List<String> secretTexts() throws IOException {
        List<String> texts = new ArrayList<>();
        for (String secret : compose.secrets()) {
            Pattern.compile("[0-9a-f]{32,}")
                    .matcher(Files.readString(folder.resolve("secrets").resolve(secret)))
                    .results()
                    .forEach(value -> texts.add(value.group()));
        }
        return texts;
    }

    /** Waits until a service writes a text. */
    void awaits(String service, String text) {
        Running one = running(service);
        assertThat(one.lines().reaches(line -> line.contains(text)))
                .as("'%s' in what %s wrote:%n%s", text, service, one.lines().text())
                .isTrue();
    }

    String written(String service) {
        return running(service).lines().text();
    }

    /** Ends a service with SIGTERM, and returns its exit code. */
    int stop(String service) {
        Running one = running(service);
        // Through the handle, because Process.destroy also closes the output.
        one.process().toHandle().destroy();
        one.lines().reaches(line -> false);
        return one.process().onExit().join().exitValue();
    }

    private Running running(String service) {
        Running one = running.get(service);
        if (one == null) {
            throw new IllegalArgumentException(service + " isn't running");
        }
        return one;
    }

    /** Creates the volumes and secrets of a service, and copies of its mounted files with mapped addresses. */
    private void provide(ComposeService service) throws IOException {
        for (ComposeService.Secret secret : service.secrets()) {
            Path target = secrets(service).resolve(secret.target());
            Files.createDirectories(target.getParent());
            Files.copy(folder.resolve("secrets").resolve(secret.source()), target);
        }
        for (ComposeService.Mount mount : service.mounts()) {
            Path target = mounted(service, mount);
            if (mount.isVolume()) {
                Files.createDirectories(target);
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
            } else {
                copy(ComposeFile.FOLDER.resolve(mount.source()).normalize(), target);
            }
        }
    }

    private void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, addressed(Files.readString(file)));
            }
        }
    }

    private Path secrets(ComposeService service) {
        return folder.resolve(service.name()).resolve("run/secrets");
    }

    /** Returns where a mount is on this machine. */
    private Path mounted(ComposeService service, ComposeService.Mount mount) {
        return root(service, mount).resolve(mount.target().substring(1));
    }

    /** Returns the folder that stands for the root of the container. Services share a volume. */
    private Path root(ComposeService service, ComposeService.Mount mount) {
        return folder.resolve(mount.isVolume() ? "volume-" + mount.source() : service.name());
    }

    private Map<String, String> environment(ComposeService service) throws IOException {
        Map<String, String> environment = new TreeMap<>(service.imageEnvironment());
        environment.putAll(service.environment());
        environment.replaceAll((name, value) -> mapped(service, value));
        return environment;
    }

    /** Returns a text of a service with the addresses and paths of this machine. */
    private String mapped(ComposeService service, String text) {
        String mapped = addressed(text);
        for (ComposeService.Mount mount : service.mounts()) {
            // The store's volume is mounted below the folder that its command names.
            String top = mount.isVolume() ? mount.target().replaceFirst("(?<=.)/.*", "") : mount.target();
            mapped = mapped.replaceAll(
                    PATH_START + Pattern.quote(top) + "(?![\\w.-])",
                    Matcher.quoteReplacement(root(service, mount) + top));
        }
        return mapped.replaceAll(
                PATH_START + "/run/secrets",
                Matcher.quoteReplacement(secrets(service).toString()));
    }

    private String addressed(String text) {
        String addressed = text;
        for (Map.Entry<String, String> address : addresses.entrySet()) {
            addressed = addressed.replace(address.getKey(), address.getValue());
        }
        return addressed.replace("0.0.0.0", "127.0.0.1");
    }

    /** Returns a command of one of the two images. */
    private ProcessBuilder petty(ComposeService service, Map<String, String> environment, List<String> arguments)
            throws IOException {
        Path image = folder.resolve(service.name()).resolve("image");
        if (!Files.exists(image)) {
            Files.createDirectories(image);
            boolean api = service.name().equals(API);
            Path built = Path.of("..", api ? "api-readonly" : "cli", "target")
                    .toAbsolutePath()
                    .normalize();
            String jar = api ? "petty-api.jar" : "petty.jar";
            links.add(Files.createSymbolicLink(image.resolve(jar), built.resolve(jar)));
            links.add(Files.createSymbolicLink(image.resolve("lib"), built.resolve("lib")));
            Files.copy(DOCKER.resolve(api ? "api.options" : "command.options"), image.resolve("options"));
        }
        List<String> command =
                new ArrayList<>(List.of("bash", DOCKER.resolve("petty").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("PATH", Path.of(java()).getParent() + ":" + System.getenv("PATH"));
        builder.environment().put("PETTY_FOLDER", image.toString());
        // The JVM would find the limit of the container.
        builder.environment()
                .merge(
                        "PETTY_JAVA_OPTIONS",
                        "-XX:MaxRAM=" + service.text("mem_limit"),
                        (options, limit) -> options + " " + limit);
        return builder.directory(Path.of(environment.get("PETTY_HOME")).toFile());
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private void start(String name, ProcessBuilder command) throws IOException {
        // A safeguard in case no test waits for the process.
        Process process =
                LimitedProcess.start(command.redirectErrorStream(true), WrittenLines.PATIENCE.multipliedBy(3));
        running.put(name, new Running(process, WrittenLines.of(process)));
    }

    /** Waits until the health check of the file succeeds. */
    private void awaitHealthy(ComposeService service, Map<String, String> environment, int inFile, int port)
            throws Exception {
        List<String> command = service.healthCheck().stream()
                .map(argument -> argument.replace("/opt/petty/health", DOCKER + "/health")
                        .replace("127.0.0.1/" + inFile, "127.0.0.1/" + port))
                .toList();
        long end = System.nanoTime() + WrittenLines.PATIENCE.toNanos();
        while (true) {
            ProcessBuilder check = new ProcessBuilder(command);
            check.environment().putAll(environment);
            LimitedProcess.Ended ended = LimitedProcess.run(check, WrittenLines.PATIENCE);
            if (ended.code() == 0) {
                return;
            }
            Running one = running(service.name());
            assertThat(one.process().isAlive() && System.nanoTime() < end)
                    .as(
                            "%s isn't healthy: %s%n%s",
                            service.name(), ended.written(), one.lines().text())
                    .isTrue();
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static String run(ProcessBuilder command) throws IOException, InterruptedException {
        LimitedProcess.Ended ended = LimitedProcess.run(command, WrittenLines.PATIENCE);
        assertThat(ended.code()).as(ended.written()).isZero();
        return ended.written();
    }

    @Override
    public void close() {
        running.values().forEach(one -> one.process().toHandle().destroyForcibly());
        running.values().forEach(one -> one.process().onExit().join());
        try {
            postgres.close();
            // JUnit warns of links when it deletes the folder.
            for (Path link : links) {
                Files.delete(link);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
