package io.petty.tasks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the Dockerfile of an image puts into a container, in a folder that stands for its root.
 *
 * @param root the folder
 * @param environment the variables that the image sets
 * @param entryPoint what the image starts
 */
record ProgramImage(Path root, Map<String, String> environment, List<String> entryPoint) {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCKER = REPOSITORY.resolve("docker");

    /** Lays out the image with the built programs, as links. */
    static ProgramImage build(Path root, boolean isApi, Path databaseCa) throws IOException {
        Path opt = Files.createDirectories(root.resolve("opt/petty"));
        Path built = REPOSITORY.resolve(isApi ? "api-readonly" : "cli").resolve("target");
        String jar = isApi ? "petty-api.jar" : "petty.jar";
        Files.createSymbolicLink(opt.resolve(jar), built.resolve(jar));
        Files.createSymbolicLink(opt.resolve("lib"), built.resolve("lib"));
        Files.copy(DOCKER.resolve(isApi ? "api.options" : "command.options"), opt.resolve("options"));
        Files.copy(databaseCa, opt.resolve("database-ca.pem"));
        String script = isApi ? "health" : "in-task";
        Files.copy(DOCKER.resolve(script), opt.resolve(script));
        if (!isApi) {
            Files.createSymbolicLink(opt.resolve("spark"), REPOSITORY.resolve("spark/target/spark-home"));
        }
        Path programs = Files.createDirectories(root.resolve("usr/local/bin"));
        Files.copy(DOCKER.resolve("petty"), programs.resolve("petty"));

        Map<String, String> environment = new TreeMap<>();
        List<String> entryPoint = new ArrayList<>();
        for (String line : Files.readAllLines(DOCKER.resolve(isApi ? "petty-api.Dockerfile" : "petty.Dockerfile"))) {
            if (line.startsWith("ENV ")) {
                Arrays.stream(line.substring("ENV ".length()).split(" ", -1))
                        .map(variable -> variable.split("=", 2))
                        .forEach(variable -> environment.put(variable[0], variable[1]));
            } else if (line.startsWith("ENTRYPOINT ")) {
                JsonNode program = JsonMapper.builder().build().readTree(line.substring("ENTRYPOINT ".length()));
                program.forEach(word -> entryPoint.add(word.asString()));
            }
        }
        return new ProgramImage(root, environment, entryPoint);
    }

    Path programs() {
        return root.resolve("usr/local/bin");
    }

    /** Returns where an absolute path of the container is. */
    Path path(String inContainer) {
        return root.resolve(inContainer.substring(1));
    }

    /** Removes the links, of which JUnit would warn when it deletes the folder. */
    void removeLinks() throws IOException {
        for (String link : List.of("petty.jar", "petty-api.jar", "lib", "spark")) {
            Path file = path("/opt/petty").resolve(link);
            if (Files.isSymbolicLink(file)) {
                Files.delete(file);
            }
        }
    }
}
