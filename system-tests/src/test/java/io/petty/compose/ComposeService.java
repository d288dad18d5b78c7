package io.petty.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A service of {@code compose.yaml}. */
record ComposeService(String name, JsonNode settings) {
    /** A file in {@code /run/secrets}, and the secret that it contains. */
    record Secret(String source, String target) {}

    /** A volume, or a file or folder beside {@code compose.yaml} if the source begins with a dot. */
    record Mount(String source, String target) {
        boolean isVolume() {
            return !source.startsWith(".");
        }
    }

    String text(String setting) {
        return settings.path(setting).asString();
    }

    List<String> list(String setting) {
        return texts(settings.path(setting));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        settings.path("environment").forEachEntry((name, value) -> environment.put(name, value.asString()));
        return environment;
    }

    List<Secret> secrets() {
        return settings.path("secrets")
                .valueStream()
                .map(secret -> secret.isString()
                        ? new Secret(secret.asString(), secret.asString())
                        : new Secret(
                                secret.path("source").asString(),
                                secret.path("target").asString()))
                .toList();
    }

    List<Mount> mounts() {
        return list("volumes").stream()
                .map(mount -> mount.split(":", -1))
                .map(parts -> new Mount(parts[0], parts[1]))
                .toList();
    }

    /** Returns the command of the health check. */
    List<String> healthCheck() {
        List<String> test = texts(settings.path("healthcheck").path("test"));
        return test.isEmpty() ? test : test.subList(1, test.size());
    }

    /** Returns the variables that the service's own image sets. */
    Map<String, String> imageEnvironment() throws IOException {
        JsonNode build = settings.path("build");
        Path dockerfile = ComposeFile.FOLDER
                .resolve(build.path("context").asString())
                .resolve(build.path("dockerfile").asString());
        return Files.readAllLines(dockerfile).stream()
                .filter(line -> line.startsWith("ENV "))
                .flatMap(line -> Arrays.stream(line.substring("ENV ".length()).split(" ", -1)))
                .map(variable -> variable.split("=", 2))
                .collect(Collectors.toMap(variable -> variable[0], variable -> variable[1]));
    }
}
