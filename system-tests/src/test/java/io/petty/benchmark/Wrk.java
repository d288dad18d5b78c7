package io.petty.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The load generator wrk, in a separate process.
 *
 * @param script a script that chooses the requests, followed by its arguments; empty to request one address repeatedly
 */
record Wrk(int connections, int seconds, List<String> script) {
    private static final double MICROS = 1e6;

    /**
     * The results.
     *
     * @param perSecond answers per second
     * @param bytes the size of all answers, including headers
     * @param errors answers of status 400 and above, and broken connections
     */
    record Result(long requests, double perSecond, long bytes, long errors) {}

    Wrk {
        script = List.copyOf(script);
    }

    /** @throws IOException if wrk isn't installed or fails */
    Result run(String url) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("wrk", "-t", "2", "-c", String.valueOf(connections), "-d", seconds + "s", "--timeout", "10s"));
        if (!script.isEmpty()) {
            command.addAll(List.of("-s", script.get(0)));
        }
        command.add(url);
        if (!script.isEmpty()) {
            command.add("--");
            command.addAll(script.subList(1, script.size()));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("%s ended with %d: %s".formatted(command, process.exitValue(), output));
        }
        return script.isEmpty() ? plain(output) : scripted(output);
    }

    /** Parses the line that the script writes at the end. */
    private static Result scripted(String output) {
        String[] figures = output.lines()
                .filter(line -> line.startsWith("result "))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("wrk printed no result: " + output))
                .split(" ", -1);
        long requests = Long.parseLong(figures[1]);
        return new Result(
                requests,
                requests / (Long.parseLong(figures[2]) / MICROS),
                Long.parseLong(figures[3]),
                Long.parseLong(figures[4]) + Long.parseLong(figures[5]));
    }

    private static Result plain(String output) {
        double perSecond = Double.parseDouble(output.replaceFirst("(?s).*Requests/sec:\\s*([0-9.]+).*", "$1"));
        long requests = Long.parseLong(output.replaceFirst("(?s).*?(\\d+) requests in.*", "$1"));
        long errors = output.contains("Non-2xx") || output.contains("Socket errors") ? 1 : 0;
        return new Result(requests, perSecond, 0, errors);
    }
}
