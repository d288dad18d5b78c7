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
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/**
 * Checks that the page's client, as it is served, survives failing servers and networks. Node runs it against a
 * {@link BadNetwork}.
 */
public final class ClientChecks {
    private static final List<String> MODULES = List.of("breaker.js", "clock.js", "errors.js", "http.js", "retry.js");
    private static final Pattern IMPORT = Pattern.compile("from '\\./([a-z-]{1,40}\\.js)'");
    private static final int OK = 200;
    private static final int LEAST_VERSION = 18;
    private static final String REMEDY =
            "Check static/js/client in the API: its tests (api-readonly/src/test/js) name each rule.";

    private final Subject subject;
    private final Optional<Path> node;
    private final @Nullable BuiltModules built;

    /** The client's modules of this build. */
    public interface BuiltModules {
        /** Returns a module's text, or nothing if this build doesn't have it. */
        Optional<String> find(String name) throws IOException;
    }

    /**
     * @param node the executable; empty if there is none
     * @param built this build's modules. The modules of a deployed API are only run if they equal these. Null if the
     *     checks started this build's API
     */
    public ClientChecks(Subject subject, Optional<Path> node, @Nullable BuiltModules built) {
        this.subject = subject;
        this.node = node;
        this.built = built;
    }

    public List<Check> all() {
        return List.of(
                check(
                        "client.retry",
                        "Short failures are retried after random, growing pauses; refused requests aren't retried",
                        "calls a server that fails twice before it answers, and one that refuses requests"),
                check(
                        "client.pause",
                        "The pause in the server's Retry-After is respected",
                        "calls a server that answers 429 with Retry-After"),
                check(
                        "client.timeout",
                        "Requests to a silent server time out, and an incomplete answer is requested again",
                        "calls a silent server, and one that closes the connection in the middle of an answer"),
                check(
                        "client.breaker",
                        "Requests to a server that keeps failing stop until a probe succeeds",
                        "calls a failing server until the circuit opens, counts the requests that still reach it, and repairs it"));
    }

    private Check check(String id, String title, String does) {
        return new Check(id, title, does, REMEDY, evidence -> play(id.substring(id.indexOf('.') + 1), evidence));
    }

    /** Returns the first Node executable in the folders of a path such as {@code PATH}. */
    public static Optional<Path> findNode(String path) {
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> List.of(Path.of(folder, "node"), Path.of(folder, "nodejs")).stream())
                .filter(Files::isExecutable)
                .findFirst();
    }

    private void play(String scene, Evidence evidence) throws Exception {
        Path program =
                UnmetException.required(node.orElse(null), "there is no node on the PATH to run the page's scripts");
        requireVersion(program);
        Path folder = Files.createTempDirectory("petty-readiness-client");
        try (BadNetwork network = new BadNetwork()) {
            fetchModules(folder);
            Files.writeString(folder.resolve("package.json"), "{\"type\":\"module\"}");
            try (InputStream play = ClientChecks.class.getResourceAsStream("/readiness/client.mjs")) {
                Files.copy(Objects.requireNonNull(play), folder.resolve("play.mjs"));
            }
            try (OwnedProcess process = OwnedProcess.start(
                    List.of(program.toString(), "play.mjs", scene, network.url()), folder, true, Map.of())) {
                read(process.exitCode(), process, evidence);
            }
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static void read(int code, OwnedProcess process, Evidence evidence) {
        List<String> out = process.out();
        JsonNode told = ApiAnswer.parse(out.isEmpty() ? "" : out.get(out.size() - 1));
        if (code != 0 || !told.has("seen")) {
            evidence.wrong("node exited with code %d: %s".formatted(code, String.join(" ", process.err())));
            return;
        }
        told.path("wrong").values().forEach(wrong -> evidence.wrong(wrong.asString("")));
        told.path("seen").values().forEach(seen -> evidence.saw(seen.asString("")));
    }

    private static void requireVersion(Path program) throws IOException, InterruptedException, UnmetException {
        try (OwnedProcess process =
                OwnedProcess.start(List.of(program.toString(), "--version"), null, true, Map.of())) {
            process.exitCode();
            Matcher version = Pattern.compile("v(\\d{1,4})\\..*").matcher(String.join("", process.out()));
            if (!version.matches() || Integer.parseInt(version.group(1)) < LEAST_VERSION) {
                throw new UnmetException("%s isn't Node %d or newer".formatted(program, LEAST_VERSION));
            }
        }
    }

    /** Fetches the modules and their imports. Modules of a deployed API are only run if they equal this build's. */
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
            if (built != null && !built.find(name).equals(Optional.of(answer.body()))) {
                throw new UnmetException(
                        "the target's %s differs from this build's, and foreign code isn't run here".formatted(name));
            }
            Files.writeString(folder.resolve(name), answer.body(), StandardCharsets.UTF_8);
            Matcher imported = IMPORT.matcher(answer.body());
            while (imported.find()) {
                wanted.add(imported.group(1));
            }
        }
    }
}
