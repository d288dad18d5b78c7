package io.petty.api;

import io.petty.process.LimitedProcess;
import io.petty.process.WrittenLines;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service in a process of its own with the default limits, and measurements of its memory and log. */
final class AttackedService implements AutoCloseable {
    /** The address of a trusted proxy, which can forward the addresses of other clients. */
    static final String PROXY = "127.0.0.1";

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern URL = Pattern.compile("Petty serves home .* at (\\S+)");
    private static final Pattern LIVE = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    /**
     * The memory of the process.
     *
     * @param live bytes of the heap's objects that are still in use
     * @param resident bytes of resident memory, which includes the whole heap from the start
     */
    record Memory(long live, long resident) {
        @Override
        public String toString() {
            return "%d MiB of live objects, %d MiB resident".formatted(live >> 20, resident >> 20);
        }
    }

    private final Process process;
    private final WrittenLines lines;
    private final int port;

    private AttackedService(Process process, WrittenLines lines, int port) {
        this.process = process;
        this.lines = lines;
        this.port = port;
    }

    /** Starts the service for a home. The process is killed after the time limit. */
    static AttackedService start(Path home, Duration longest) throws IOException {
        ProcessBuilder builder = LogTest.serving(PettyApi.class, home, "-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch");
        builder.environment().put("PETTY_API_TRUSTED_PROXIES", Pattern.quote(PROXY));
        // The hostile requests share few credentials. Other tests cover the limits of a credential.
        builder.environment().put("PETTY_API_RATE_LIMITS_PRINCIPAL_PER_SECOND", "1000000");
        builder.environment().put("PETTY_API_RATE_LIMITS_PRINCIPAL_BURST", "1000000");
        Process process = LimitedProcess.start(builder, longest);
        WrittenLines lines = WrittenLines.of(process);
        if (!lines.reaches(line -> URL.matcher(line).find())) {
            throw new IOException("The service ended: " + lines.text());
        }
        String url = found(URL, lines.text()).group(1);
        return new AttackedService(process, lines, URI.create(url).getPort());
    }

    int port() {
        return port;
    }

    /** Runs an action if the process exits by itself. */
    void onEnd(Runnable action) {
        CompletableFuture<Void> unused = process.onExit().thenRun(action);
    }

    /**
     * Measures the memory after a garbage collection.
     *
     * @throws IOException if the process has exited
     */
    Memory memory() throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new IOException("The service ended: " + endOfLog());
        }
        String pid = String.valueOf(process.pid());
        String histogram = LimitedProcess.run(new ProcessBuilder(program("jcmd"), pid, "GC.class_histogram"), PATIENCE)
                .written();
        String status = Files.readString(Path.of("/proc", pid, "status"));
        return new Memory(
                Long.parseLong(found(LIVE, histogram).group(1)),
                Long.parseLong(found(RESIDENT, status).group(1)) << 10);
    }

    /** Returns the size of its output, including the audit log, in bytes. */
    long logBytes() {
        return lines.text().getBytes(StandardCharsets.UTF_8).length;
    }

    String endOfLog() {
        String text = lines.text();
        return text.substring(Math.max(0, text.length() - 20_000));
    }

    private static MatchResult found(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("There is no %s in: %s".formatted(pattern, text));
        }
        return matcher.toMatchResult();
    }

    private static String program(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }
}
