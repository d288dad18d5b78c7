package io.petty.cdk.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cdk.BundledNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A function in a folder, which runs in Node.js with stand-ins for the AWS clients. */
record NodeProcess(Path folder) {
    /**
     * Copies a function to a folder.
     *
     * @param name of its source, without {@code .js}
     * @param clients the source of the AWS clients
     * @param packages the packages of the clients, such as {@code client-ecs}
     */
    static NodeProcess of(Path folder, String name, String clients, List<String> packages) throws IOException {
        BundledNode.unpack();
        for (String client : packages) {
            Path module = Files.createDirectories(
                    folder.resolve("node_modules/@aws-sdk").resolve(client));
            Files.writeString(module.resolve("index.js"), clients);
        }
        try (InputStream in = Objects.requireNonNull(NodeFunction.class.getResourceAsStream(name + ".js"))) {
            Files.write(folder.resolve("index.js"), in.readAllBytes());
        }
        return new NodeProcess(folder);
    }

    /** Runs statements that call {@code handler}, and returns what they print. They must succeed. */
    String run(String statements, Map<String, String> environment) throws IOException, InterruptedException {
        Path call = folder.resolve("call.js");
        Files.writeString(call, "const { handler } = require('./index');\n" + statements);
        ProcessBuilder node = new ProcessBuilder(Objects.requireNonNull(System.getenv("JSII_NODE")), call.toString())
                .redirectErrorStream(true);
        node.environment().putAll(environment);
        Process process = node.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("Node.js ends").isTrue();
        assertThat(process.exitValue()).as("%s", printed).isZero();
        return printed;
    }
}
