package io.petty.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.lake.database.TestCertificates;
import io.petty.process.FixedPort;
import io.petty.tasks.TaskDefinition.Container;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Starts the containers of tasks as processes, as ECS does: reads their secrets and writes their logs with the rights
 * of the execution role, and gives them the credentials of the task role. Each task has an address of its own on the
 * loopback interface.
 */
final class TaskAgent implements Closeable {
    /** Its place is taken by {@link CollectorDouble}. */
    static final String COLLECTOR = "collector";

    private static final String HOME = "/petty";
    private static final String OPT = "/opt/petty";

    private final Path folder;
    private final URI aws;
    private final HttpClient client;
    private final CredentialsDouble credentials;
    private final Path trustStore;
    private final int databasePort;
    private final Path hosts;
    private final ProgramImage command;
    private final ProgramImage api;
    private final List<RunningTask> tasks = new ArrayList<>();
    private final Set<String> changed = new TreeSet<>();

    /**
     * @param aws the endpoint of all services
     * @param client trusts that endpoint
     * @param databaseHost the host of the database's certificate
     */
    TaskAgent(
            Path folder,
            URI aws,
            HttpClient client,
            CredentialsDouble credentials,
            TestCertificates certificates,
            String databaseHost,
            int databasePort)
            throws Exception {
        this.folder = folder;
        this.aws = aws;
        this.client = client;
        this.credentials = credentials;
        this.trustStore = certificates.trustStore();
        this.databasePort = databasePort;
        this.hosts = folder.resolve("hosts");
        Files.writeString(
                hosts,
                "127.0.0.1 localhost\n127.0.0.1 %s\n127.0.0.1 %s\n"
                        .formatted(InetAddress.getLocalHost().getHostName(), databaseHost));
        command = ProgramImage.build(folder.resolve("command"), false, certificates.certificate("ca"));
        api = ProgramImage.build(folder.resolve("api"), true, certificates.certificate("ca"));
    }

    /** What a call of {@code run-task} changes about a task's own container. */
    record Overrides(List<String> command, Map<String, String> variables) {
        static final Overrides NONE = new Overrides(List.of(), Map.of());
    }

    RunningTask start(TaskDefinition definition, Overrides overrides) throws Exception {
        RunningTask task = new RunningTask("127.0.1." + (tasks.size() + 1), new CollectorDouble());
        tasks.add(task);
        List<Container> waiting = new ArrayList<>(definition.containers());
        waiting.removeIf(container -> container.name().equals(COLLECTOR));
        while (!waiting.isEmpty()) {
            Container next = waiting.stream()
                    .filter(container -> task.containers().keySet().containsAll(container.after()))
                    .findFirst()
                    .orElseThrow();
            waiting.remove(next);
            for (String before : next.after()) {
                task.container(before).awaitHealthy();
            }
            boolean isOwn = definition.family().endsWith("-" + next.name());
            task.add(next.name(), start(definition, next, task, isOwn ? overrides : Overrides.NONE));
        }
        return task;
    }

    private RunningContainer start(
            TaskDefinition definition, Container container, RunningTask task, Overrides overrides) throws Exception {
        boolean isApi = container.image().contains("-api:");
        ProgramImage image = isApi ? api : this.command;
        Path root = Files.createDirectories(
                folder.resolve("tasks").resolve(task.address()).resolve(container.name()));
        Path home = Files.createDirectories(root.resolve(HOME.substring(1)));
        Path bin = Files.createDirectories(root.resolve("bin"));
        Path hostname = bin.resolve("hostname");
        Files.writeString(hostname, "#!/bin/sh\necho " + task.address() + "\n");
        assertThat(hostname.toFile().setExecutable(true)).isTrue();
        JsonCalls asAgent = new JsonCalls(client, aws, credentials.keyOf(definition.executionRole()));

        Map<String, String> defined = new TreeMap<>(container.environment());
        defined.putAll(overrides.variables());
        TaskEnvironment environment = new TaskEnvironment(image.environment(), defined, secrets(container, asAgent));
        environment
                .change("PETTY_HOME", value -> value.equals(HOME) ? home.toString() : value)
                .change(
                        "PETTY_DATABASE_URL",
                        url -> url.replace(":5432/", ":" + databasePort + "/")
                                .replace("=" + OPT + "/", "=" + image.path(OPT) + "/"))
                .change(
                        "PETTY_TRACES_ENDPOINT",
                        url -> url.replace(
                                "http://127.0.0.1:4318",
                                task.collector().endpoint().toString()))
                .change("PETTY_API_ADDRESS", address -> address.replace("0.0.0.0", "127.0.0.1"))
                .change("PETTY_API_MANAGEMENT_ADDRESS", address -> address.replace("0.0.0.0", "127.0.0.1"))
                .change("PETTY_API_PORT", port -> String.valueOf(FixedPort.next()))
                .change("PETTY_API_MANAGEMENT_PORT", port -> String.valueOf(FixedPort.next()));
        changed.addAll(environment.changed());
        environment
                .addAll(credentials.environment(credentials.keyOf(definition.taskRole())))
                .add("AWS_REGION", Moto.REGION)
                .add("AWS_DEFAULT_REGION", Moto.REGION)
                .add("AWS_EXECUTION_ENV", "AWS_ECS_FARGATE")
                .add("AWS_ENDPOINT_URL", aws.toString())
                .add("HOME", home.toString())
                .add("HOSTNAME", task.address())
                .add(
                        "PATH",
                        "%s:%s:%s:/usr/bin:/bin"
                                .formatted(bin, image.programs(), Path.of(System.getProperty("java.home"), "bin")))
                .add("JAVA_TOOL_OPTIONS", javaOptions(container))
                .add(TaskEnvironment.FOLDER, image.path(OPT).toString());

        List<String> words = new ArrayList<>();
        (container.entryPoint().isEmpty() ? image.entryPoint() : container.entryPoint())
                .forEach(word -> words.add(word.replace(OPT, image.path(OPT).toString())));
        words.addAll(overrides.command().isEmpty() ? container.command() : overrides.command());
        // Processes find a program by the test's own PATH, not by theirs.
        if (!words.get(0).contains("/")) {
            words.set(0, image.programs().resolve(words.get(0)).toString());
        }
        List<String> health = container.healthCheck().stream()
                .map(word -> word.replace(OPT, image.path(OPT).toString()))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(words).directory(home.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment.values());
        return new RunningContainer(builder, health, lines -> writeLog(container, task, asAgent, lines));
    }

    private String javaOptions(Container container) {
        return String.join(
                " ",
                "-XX:MaxRAM=%dm".formatted(container.memory()),
                "-Djdk.net.hosts.file=" + hosts,
                "-Djavax.net.ssl.trustStore=" + trustStore,
                "-Djavax.net.ssl.trustStorePassword=" + TestCertificates.PASSWORD);
    }

    /** Reads secrets and parameters with the rights of the execution role. */
    private static Map<String, String> secrets(Container container, JsonCalls asAgent)
            throws IOException, InterruptedException {
        Map<String, String> values = new TreeMap<>();
        for (Map.Entry<String, String> secret : container.secrets().entrySet()) {
            String from = secret.getValue();
            String value = from.contains(":ssm:")
                    // Moto knows parameters by their names only.
                    ? asAgent.call(
                                    "ssm",
                                    "AmazonSSM.GetParameters",
                                    Map.of("Names", List.of(from.replaceFirst(".*:parameter", ""))))
                            .at("/Parameters/0/Value")
                            .asString()
                    : asAgent.call("secretsmanager", "secretsmanager.GetSecretValue", Map.of("SecretId", from))
                            .path("SecretString")
                            .asString();
            assertThat(value).as(secret.toString()).isNotEmpty();
            values.put(secret.getKey(), value);
        }
        return values;
    }

    /** Writes what a container printed to its log, with the rights of the execution role. */
    private static void writeLog(Container container, RunningTask task, JsonCalls asAgent, List<String> lines) {
        String stream = "%s/%s/%s".formatted(container.log("awslogs-stream-prefix"), container.name(), task.id());
        Map<String, String> log = Map.of("logGroupName", container.log("awslogs-group"), "logStreamName", stream);
        try {
            asAgent.call("logs", "Logs_20140328.CreateLogStream", log);
            Map<String, Object> events = new TreeMap<>(log);
            events.put(
                    "logEvents",
                    lines.stream()
                            .filter(line -> !line.isEmpty())
                            .map(line -> Map.of("timestamp", System.currentTimeMillis(), "message", line))
                            .toList());
            asAgent.call("logs", "Logs_20140328.PutLogEvents", events);
        } catch (IOException e) {
            throw new IllegalStateException("Can't write the log of " + container.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the variables that differed in at least one container. */
    Set<String> changed() {
        return changed;
    }

    @Override
    public void close() throws IOException {
        tasks.forEach(RunningTask::close);
        command.removeLinks();
        api.removeLinks();
    }
}
