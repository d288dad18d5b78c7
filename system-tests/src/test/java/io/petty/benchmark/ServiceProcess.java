package io.petty.benchmark;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A service in a process of its own, from its start to the line that says where it serves. */
final class ServiceProcess implements Closeable {
    private static final int PATIENCE_SECONDS = 20;

    private final Process process;
    private final int port;

    private ServiceProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @throws IOException with all that it wrote, when it ends before it serves */
    static ServiceProcess start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder written = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            written.append(line).append('\n');
            if (line.startsWith("Petty serves")) {
                return new ServiceProcess(process, Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)));
            }
        }
        throw new IOException("The service ended: " + written);
    }

    int port() {
        return port;
    }

    /** The most memory that was resident so far, in bytes. */
    long peakBytes() {
        return ResidentMemory.peakBytesOf(process.toHandle());
    }

    @Override
    public void close() throws IOException {
        process.toHandle().destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.toHandle().destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the service ended", e);
        }
    }
}
