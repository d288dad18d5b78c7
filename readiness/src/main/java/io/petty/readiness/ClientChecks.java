package io.petty.readiness;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page's client, as it is served, survives servers and networks that fail. It is run by Node against one that does. */
public final class ClientChecks {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> MODULES = List.of("breaker.js", "clock.js", "errors.js", "http.js", "retry.js");
    private static final Pattern IMPORT = Pattern.compile("from '\\./([a-z-]{1,40}\\.js)'");
    private static final int OK = 200;
    private static final int LEAST_VERSION = 18;
    private static final String REMEDY =
            "Look at static/js/client in the API: its tests (api-readonly/src/test/js) name each rule.";

    private final Subject subject;
    private final Optional<Path> node;
    private final BuiltModules built;
    private final boolean startedHere;

    /** The client's modules as this build has them. */
    public interface BuiltModules {
        /** A module's text; empty when this build hasn't got it. */
        Optional<String> find(String name) throws IOException;
    }

    /**
     * @param node the program; empty when there is none
     * @param built what an API that others started must serve to be run here
     * @param startedHere whether the API is this build's, started for the check
     */
    public ClientChecks(Subject subject, Optional<Path> node, BuiltModules built, boolean startedHere) {
        this.subject = subject;
        this.node = node;
        this.built = built;
        this.startedHere = startedHere;
    }

    public List<Check> all() {
        return List.of(
                check(
                        "client.retry",
                        "What fails for a moment is tried again, after random and growing pauses; what is refused is not",
                        "lets a server fail twice before it answers, eight times over, and one that refuses"),
                check(
                        "client.pause",
                        "A pause that the server asks for is kept",
                        "lets a server answer 429 with Retry-After"),
                check(
                        "client.timeout",
                        "A server that doesn't answer, or breaks off, is given up in time",
                        "lets a server be silent, and break off in mid-answer"),
                check(
                        "client.breaker",
                        "A server that fails again and again is left alone, then probed",
                        "lets a server fail until the circuit opens, counts what still reaches it, and heals it"));
    }

    private Check check(String id, String title, String does) {
        return new Check(id, title, does, REMEDY, () -> played(id.substring(id.indexOf('.') + 1)));
    }

    /** The first Node on the path. */
    public static Optional<Path> findNode(String path) {
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> List.of(Path.of(folder, "node"), Path.of(folder, "nodejs")).stream())
                .filter(Files::isExecutable)
                .findFirst();
    }

    private Result played(String scene) throws Exception {
        Path program = node.orElseThrow(
                () -> new UnmetException("there is no node on the PATH to run the page's scripts with"));
        requireVersion(program);
        Path folder = Files.createTempDirectory("petty-readiness-client");
        try (BadNetwork network = BadNetwork.open()) {
            fetchModules(folder);
            Files.writeString(folder.resolve("package.json"), "{\"type\":\"module\"}");
            try (InputStream play = ClientChecks.class.getResourceAsStream("/readiness/client.mjs")) {
                Files.copy(Objects.requireNonNull(play), folder.resolve("play.mjs"));
            }
            try (OwnedProcess process = OwnedProcess.start(
                    List.of(program.toString(), "play.mjs", scene, network.url()), folder, true, Map.of())) {
                int code = process.exitCode();
                return result(code, process);
            }
        } finally {
            Folders.delete(folder);
        }
    }

    private static Result result(int code, OwnedProcess process) {
        String line =
                process.out().isEmpty() ? "" : process.out().get(process.out().size() - 1);
        try {
            JsonNode told = JSON.readTree(line);
            Evidence evidence = new Evidence();
            told.path("wrong").values().forEach(wrong -> evidence.wrong(wrong.asString("")));
            told.path("seen").values().forEach(seen -> evidence.saw(seen.asString("")));
            if (code == 0 && told.has("seen")) {
                return evidence.result();
            }
        } catch (JacksonException e) {
            // Told below, with what it wrote.
        }
        return new Result.Fail("node ended with code %d: %s".formatted(code, String.join(" ", process.err())));
    }

    private static void requireVersion(Path program) throws IOException, InterruptedException, UnmetException {
        try (OwnedProcess process =
                OwnedProcess.start(List.of(program.toString(), "--version"), null, true, Map.of())) {
            process.exitCode();
            Matcher version = Pattern.compile("v(\\d{1,4})\\..*").matcher(String.join("", process.out()));
            if (!version.matches() || Integer.parseInt(version.group(1)) < LEAST_VERSION) {
                throw new UnmetException("%s is no Node of version %d or newer".formatted(program, LEAST_VERSION));
            }
        }
    }

    /** Fetches the modules and all that they import. What comes from elsewhere is only run if this build has the same. */
    private void fetchModules(Path folder) throws IOException, InterruptedException, UnmetException {
        Deque<String> wanted = new ArrayDeque<>(MODULES);
        Set<String> fetched = new HashSet<>();
        while (!wanted.isEmpty()) {
            String name = wanted.remove();
            if (!fetched.add(name)) {
                continue;
            }
            ApiAnswer answer = subject.api().get("/js/client/" + name);
            if (answer.status() != OK) {
                throw new IOException("/js/client/%s answers %d".formatted(name, answer.status()));
            }
            if (!startedHere && !built.find(name).equals(Optional.of(answer.body()))) {
                throw new UnmetException(
                        "the target serves another %s than this build has, and code from elsewhere isn't run here"
                                .formatted(name));
            }
            Files.writeString(folder.resolve(name), answer.body(), StandardCharsets.UTF_8);
            Matcher imported = IMPORT.matcher(answer.body());
            while (imported.find()) {
                wanted.add(imported.group(1));
            }
        }
    }
}
