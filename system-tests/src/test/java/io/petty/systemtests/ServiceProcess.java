package io.petty.systemtests;

import io.petty.access.AccessHome;
import io.petty.access.Permission;
import io.petty.lake.database.DatabaseSettings;
import io.petty.process.LimitedProcess;
import io.petty.process.WrittenLines;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The service in a separate process on a home, and requests to it. */
public final class ServiceProcess implements Closeable {
    /** Longer than any test or benchmark. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Process process;
    private final String url;
    private final WrittenLines lines;
    private final HttpClient client = HttpClient.newHttpClient();

    private ServiceProcess(Process process, String url, WrittenLines lines) {
        this.process = process;
        this.url = url;
        this.lines = lines;
    }

    /**
     * Starts the packaged service on a free port, with settings as environment variables, and waits until it serves.
     * The JVM uses only its first compiler, because the process is too short-lived to benefit from the second.
     */
    public static ServiceProcess start(PettyHome home, Map<String, String> environment) throws IOException {
        return start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-jar",
                        Path.of("..", "api-readonly", "target", "petty-api.jar").toString(),
                        "--home",
                        home.folder().toString()),
                environment);
    }

    /**
     * Starts the service with a command.
     *
     * @throws IOException with its output, if it ends before it serves
     */
    public static ServiceProcess start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("PETTY_API_PORT", "0", "PETTY_API_MANAGEMENT_PORT", "0"));
        builder.environment().putAll(environment);
        Process process = LimitedProcess.start(builder, LONGEST);
        WrittenLines lines = WrittenLines.of(process);
        lines.reaches(line -> line.startsWith("Petty serves"));
        String url = lines.text()
                .lines()
                .filter(line -> line.startsWith("Petty serves"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElseThrow(() -> new IOException("The service ended: " + lines.text()));
        return new ServiceProcess(process, url, lines);
    }

    /** Returns its address. */
    public URI url() {
        return URI.create(url);
    }

    /** Returns the process, for measurements. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Issues an access token for collars, as a command does while the service runs. */
    static String token(PettyHome home, List<String> collars) {
        try (AccessHome access = new AccessHome(home.folder(), DatabaseSettings.EMBEDDED, Clock.systemUTC())) {
            return access.tokens()
                    .issue("owner", collars, Set.of(Permission.TIMELINES_READ))
                    .tokens()
                    .accessToken();
        }
    }

    /**
     * Requests a path with a token.
     *
     * @throws IOException with the service's output, and a thread dump if it didn't answer
     */
    public HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + token)
                .timeout(WrittenLines.PATIENCE)
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IOException(
                    "GET %s failed; the service wrote%n%s"
                            .formatted(path, lines.ended().text()),
                    e);
        }
    }

    /** Returns its output so far. */
    public String written() {
        return lines.text();
    }

    /** Ends it with SIGTERM and returns its exit code. */
    int stop() {
        // Through the handle, because Process.destroy would close the output immediately.
        process.toHandle().destroy();
        lines.reaches(line -> false);
        return process.onExit().join().exitValue();
    }

    /** Kills it and waits for its end. */
    @Override
    public void close() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }
}
