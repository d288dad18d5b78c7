package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A script of the project that finds the programs in a folder before those of the system. */
public record Script(Path file, Path programs) {
    /** Adds a program that takes the place of the system's. */
    public void program(String name, String body) throws IOException {
        Path program = programs.resolve(name);
        Files.writeString(program, "#!/bin/bash\n" + body + "\n");
        assertThat(program.toFile().setExecutable(true))
                .as("%s can be made executable", program)
                .isTrue();
    }

    /** Runs the script, which must end with an exit code, and returns what it prints. */
    public String run(int code, Map<String, String> environment, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(file.toAbsolutePath().toString()));
        command.addAll(arguments);
        ProcessBuilder script = new ProcessBuilder(command);
        script.environment().putAll(environment);
        script.environment().merge("PATH", programs.toString(), (path, first) -> first + ":" + path);
        return output(script, code);
    }

    /** Runs any process, which must end with an exit code, and returns what it prints. */
    public static String output(ProcessBuilder builder, int code) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("the exit code of %s, which prints: %s", builder.command(), printed)
                .isEqualTo(code);
        return printed;
    }
}
