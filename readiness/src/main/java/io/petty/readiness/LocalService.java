package io.petty.readiness;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The installation's API in a separate process. It uses the installation's settings with a few exceptions that the
 * checks need: it listens on free ports of this machine, logs JSON at the most detailed level, and sends its traces to
 * the checks.
 */
final class LocalService implements AutoCloseable {
    private static final String SERVES = "Petty serves home ";
    private static final String MANAGES = "Health and metrics are at ";
    private static final long WAIT_MILLIS = 50;

    private final List<String> command;
    private final Installation installation;
    private final TraceReceiver traces;
    private volatile @Nullable OwnedProcess process;

    /** @param command starts the API, without options */
    LocalService(List<String> command, Installation installation, TraceReceiver traces) {
        this.command = command;
        this.installation = installation;
        this.traces = traces;
    }

    /**
     * The addresses of the started API.
     *
     * @param management serves health and metrics
     */
    record Addresses(URI url, URI management) {}

    /**
     * Starts the API and waits until it serves.
     *
     * @throws IOException if the API exits before it serves; the message contains its output
     */
    Addresses start() throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("--home", installation.home().toString(), "--address", "127.0.0.1"));
        all.addAll(List.of("--port", "0", "--management-port", "0"));
        OwnedProcess started = OwnedProcess.start(all, null, false, environment());
        process = started;
        while (true) {
            boolean alive = started.isAlive();
            String url = after(SERVES, started);
            String management = after(MANAGES, started);
            if (!url.isEmpty() && !management.isEmpty()) {
                return new Addresses(URI.create(url), URI.create(management));
            }
            if (!alive) {
                int code = started.exitCode();
                throw new IOException(
                        "The API exited with code %d before it served: %s".formatted(code, String.join(" ", lines())));
            }
            Thread.sleep(WAIT_MILLIS);
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        // The API also gets the settings that this process has as Java properties.
        for (String property : System.getProperties().stringPropertyNames()) {
            if (property.startsWith("petty.")
                    && !property.startsWith("petty.terminal")
                    && !property.startsWith("petty.sample")) {
                environment.put(
                        property.toUpperCase(Locale.ROOT).replace('.', '_').replace("-", ""),
                        System.getProperty(property));
            }
        }
        installation.environmentSecrets().forEach((text, name) -> environment.put(name, text));
        if (installation.lake() != null) {
            environment.put("PETTY_LAKE", installation.lake());
        }
        environment.put("PETTY_LOG_FORMAT", "json");
        environment.put("PETTY_LOG_LEVEL", "TRACE");
        environment.put("PETTY_API_AUDIT", "all");
        environment.put("PETTY_API_MANAGEMENTADDRESS", "127.0.0.1");
        environment.put("PETTY_TRACES_ENDPOINT", traces.url().toString());
        return environment;
    }

    private static String after(String beginning, OwnedProcess process) {
        return process.out().stream()
                .filter(line -> line.startsWith(beginning))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("");
    }

    /** Returns the API's output so far. */
    List<String> lines() {
        OwnedProcess started = process;
        return started == null
                ? List.of()
                : Stream.concat(started.out().stream(), started.err().stream()).toList();
    }

    @Override
    public void close() {
        OwnedProcess started = process;
        if (started != null) {
            started.close();
        }
    }
}
