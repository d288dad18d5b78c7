package io.petty.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.lake.database.TestCertificates;
import io.petty.lake.database.TlsPostgres;
import io.petty.process.WrittenLines;
import io.petty.tasks.PolicySimulator.Grant;
import io.petty.tasks.Templates.Resource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A stage whose tasks run as processes, on moto and PostgreSQL. */
final class StageOnTrial implements Closeable {
    private static final Path SAMPLE =
            Path.of("..", "sample-data").toAbsolutePath().normalize();
    static final String DAY = "2026-11-18";

    private final String name;
    private final Moto moto;
    private final DeployedStage deployed;
    private final PolicySimulator policies;
    private final RecordingProxy proxy;
    private final CredentialsDouble credentials;
    private final EmbeddedPostgres postgres;
    private final TaskAgent agent;
    private final Map<String, TaskDefinition> definitions = new TreeMap<>();

    private StageOnTrial(
            String name,
            Moto moto,
            DeployedStage deployed,
            PolicySimulator policies,
            RecordingProxy proxy,
            CredentialsDouble credentials,
            EmbeddedPostgres postgres,
            TaskAgent agent) {
        this.name = name;
        this.moto = moto;
        this.deployed = deployed;
        this.policies = policies;
        this.proxy = proxy;
        this.credentials = credentials;
        this.postgres = postgres;
        this.agent = agent;
        for (Resource task : deployed.resources("AWS::ECS::TaskDefinition")) {
            TaskDefinition definition = new TaskDefinition(deployed.resolved(task, task.properties()));
            definitions.put(definition.family().replace("petty-" + name + "-", ""), definition);
        }
    }

    /** @param size names the folder of the stage's templates */
    static StageOnTrial start(Path folder, String size) throws Exception {
        Templates templates = Templates.read(Path.of(System.getProperty("petty.test.templates"), size));
        Moto moto = Moto.start(System.getProperty("petty.test.moto"));
        try {
            return start(folder, templates, moto);
        } catch (Exception | Error e) {
            moto.close();
            throw e;
        }
    }

    private static StageOnTrial start(Path folder, Templates templates, Moto moto) throws Exception {
        String name = templates.stage();
        DeployedStage deployed = new DeployedStage(templates, moto);
        PolicySimulator policies = deployed.policies();

        TestCertificates certificates =
                TestCertificates.create(Files.createDirectories(folder.resolve("certificates")));
        certificates.sign("aws", "ip:127.0.0.1");
        JsonNode login = deployed.secret("petty/%s/database".formatted(name));
        EmbeddedPostgres postgres = startDatabase(folder, certificates, login);
        CredentialsDouble credentials = new CredentialsDouble();
        RecordingProxy proxy = new RecordingProxy(
                certificates.context("aws"), moto.endpoint(), policies, deployed.keys(), credentials.roles());
        HttpClient client =
                HttpClient.newBuilder().sslContext(certificates.context("aws")).build();
        TaskAgent agent = new TaskAgent(
                folder,
                proxy.endpoint(),
                client,
                credentials,
                certificates,
                login.path("host").asString(),
                postgres.getPort());
        return new StageOnTrial(name, moto, deployed, policies, proxy, credentials, postgres, agent);
    }

    /** Starts a server that has the owner and the database, as a new cluster of Aurora does. */
    private static EmbeddedPostgres startDatabase(Path folder, TestCertificates certificates, JsonNode login)
            throws Exception {
        Path rules = folder.resolve("pg_hba.conf");
        Files.writeString(rules, """
                host all postgres 127.0.0.1/32 trust
                host all postgres ::1/128 trust
                hostssl all all 127.0.0.1/32 scram-sha-256
                """);
        EmbeddedPostgres postgres = TlsPostgres.builder(
                        certificates, login.path("host").asString())
                .setServerConfig("hba_file", rules.toString())
                .start();
        String user = login.path("username").asString();
        execute(
                postgres,
                "create role %s login createrole createdb password '%s'"
                        .formatted(user, login.path("password").asString()));
        execute(
                postgres,
                "create database %s owner %s".formatted(login.path("dbname").asString(), user));
        return postgres;
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Delivers raw files and feedback of a day, as collars' gateways and owners do. */
    void deliver() throws IOException, InterruptedException {
        TaskDefinition run = definition("run");
        Map<String, String> settings = run.container("run").environment();
        upload(SAMPLE.resolve("raw"), settings.getOrDefault("PETTY_RAW", ""));
        upload(SAMPLE.resolve("feedback"), settings.getOrDefault("PETTY_FEEDBACK", ""));
    }

    private void upload(Path from, String to) throws IOException, InterruptedException {
        URI target = URI.create(to);
        try (Stream<Path> files = Files.walk(from.resolve("dt=" + DAY))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String key = target.getPath().substring(1) + "/" + from.relativize(file);
                moto.putObject(target.getHost(), key, Files.readAllBytes(file));
            }
        }
    }

    boolean has(String task) {
        return definitions.containsKey(task);
    }

    TaskDefinition definition(String task) {
        return Objects.requireNonNull(definitions.get(task), task);
    }

    RunningTask start(String task) throws Exception {
        return agent.start(definition(task), TaskAgent.Overrides.NONE);
    }

    /** Starts a task with another command and further variables, as {@code aws ecs run-task --overrides} does. */
    RunningTask start(String task, Map<String, String> variables, String... command) throws Exception {
        return agent.start(definition(task), new TaskAgent.Overrides(List.of(command), variables));
    }

    /** Asserts that the day's tables are on S3. */
    void assertPublished() throws IOException, InterruptedException {
        URI lake = URI.create(definition("run").container("run").environment().getOrDefault("PETTY_LAKE", ""));
        assertThat(moto.list(lake.getHost())).contains("tables/", "timelines", ".parquet");
    }

    /** Returns the stage's metrics in CloudWatch, as XML. */
    String metrics() throws IOException, InterruptedException {
        return moto.cloudWatch("Action=ListMetrics&Namespace=Petty/" + name);
    }

    /** Requests a path of the API, and returns the body of its answer, which must have the status 200. */
    static String get(RunningTask api, String path, String... headers) throws IOException, InterruptedException {
        String port = api.container("api").variable("PETTY_API_PORT");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%s%s".formatted(port, path)))
                .timeout(WrittenLines.PATIENCE);
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** Asserts that policies allow each call, and that ECS may give the roles to tasks. */
    void assertEverythingIsAllowed() {
        assertThat(proxy.faults()).isEmpty();
        assertThat(proxy.calls())
                .isNotEmpty()
                .filteredOn(call -> !call.decision().allowed())
                .isEmpty();
        for (String role : roles().values()) {
            assertThat(policies.assumes(
                            "ecs-tasks.amazonaws.com", deployed.trust(role), Map.of("aws:SourceAccount", Moto.ACCOUNT)))
                    .as(role)
                    .isTrue();
        }
    }

    /** Returns the roles by task; that of an execution role has a suffix. */
    private Map<String, String> roles() {
        Map<String, String> roles = new TreeMap<>();
        definitions.forEach((task, definition) -> {
            roles.put(task, definition.taskRole());
            roles.put(task + UnusedGrants.EXECUTION, definition.executionRole());
        });
        return roles;
    }

    /** Returns what roles may do and no call did, by task. */
    Map<String, Set<Grant>> unusedGrants() {
        Set<Grant> used = new TreeSet<>();
        proxy.calls().forEach(call -> used.addAll(call.decision().used()));
        Map<String, Set<Grant>> unused = new TreeMap<>();
        roles().forEach((task, role) -> {
            Set<Grant> grants = policies.grants(role);
            grants.removeAll(used);
            unused.put(task, grants);
        });
        return unused;
    }

    /** Returns whether a call of a task's role has an action. */
    boolean hasCall(String task, String action) {
        String role = definition(task).taskRole();
        return proxy.calls().stream()
                .anyMatch(call ->
                        call.role().equals(role) && call.request().action().equals(action));
    }

    /**
     * Asserts that a task with a collector sent traces of its service to it, and that no other task sent any.
     *
     * @param service the name of the service in the traces
     */
    void assertTraced(String task, RunningTask running, String service) {
        boolean collects = definition(task).containers().stream()
                .anyMatch(container -> container.name().equals(TaskAgent.COLLECTOR));
        if (collects) {
            assertThat(running.collector().spans())
                    .as(task)
                    .isNotEmpty()
                    .allMatch(span -> span.startsWith(service + ": "));
        } else {
            assertThat(running.collector().spans()).as(task).isEmpty();
        }
    }

    /** Writes the address of a run's master to the parameter that workers read, as the function of the stage does. */
    void announce(RunningTask run) throws IOException, InterruptedException {
        moto.call(
                "ssm",
                "AmazonSSM.PutParameter",
                Map.of(
                        "Name",
                        "/petty/%s/spark-master".formatted(name),
                        "Type",
                        "String",
                        "Overwrite",
                        true,
                        "Value",
                        "spark://%s:7077".formatted(run.address())));
    }

    /** Returns the variables that differed from a task definition. */
    Set<String> changed() {
        return agent.changed();
    }

    @Override
    public void close() throws IOException {
        agent.close();
        proxy.close();
        credentials.close();
        postgres.close();
        moto.close();
    }
}
