package io.petty.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Runs the {@code petty} command as a process.
 *
 * @param petty the script
 * @param log the file with the last command's output
 */
record PettyCommand(Path petty, Path log) {
    private static final double SECOND = 1e9;

    /**
     * Runs a command that must succeed, and returns its duration in seconds.
     *
     * @throws IOException with the command's output, if it fails
     */
    double run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(petty.toString()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        int code = builder.start().waitFor();
        if (code != 0) {
            throw new IOException("%s ended with %d: %s".formatted(command, code, Files.readString(log)));
        }
        return (System.nanoTime() - start) / SECOND;
    }
}
