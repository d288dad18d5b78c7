package io.petty.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The file {@code compose.yaml}, with the values of its variables. */
record ComposeFile(JsonNode content) {
    static final Path FOLDER =
            Path.of("..", "deploy", "compose").toAbsolutePath().normalize();

    private static final Pattern VARIABLE = Pattern.compile("\\$\\$|\\$\\{(\\w+):-([^}]*)}");

    /** Reads the file. Variables that aren't given have their defaults. */
    static ComposeFile read(Map<String, String> variables) throws IOException {
        return new ComposeFile(yaml("compose.yaml", variables));
    }

    /** Reads a file beside it. */
    static JsonNode yaml(String file) throws IOException {
        return yaml(file, Map.of());
    }

    private static JsonNode yaml(String file, Map<String, String> variables) throws IOException {
        Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(FOLDER.resolve(file)));
        return new JsonMapper().valueToTree(interpolated(yaml, variables));
    }

    private static @Nullable Object interpolated(@Nullable Object value, Map<String, String> variables) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> all = new LinkedHashMap<>();
            map.forEach((key, member) -> all.put(key, interpolated(member, variables)));
            return all;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(member -> interpolated(member, variables)).toList();
        }
        if (value instanceof String text) {
            return VARIABLE.matcher(text)
                    .replaceAll(variable -> Matcher.quoteReplacement(
                            variable.group(1) == null
                                    ? "$"
                                    : variables.getOrDefault(variable.group(1), variable.group(2))));
        }
        return value;
    }

    List<ComposeService> services() {
        return content.path("services").propertyNames().stream()
                .map(this::service)
                .toList();
    }

    ComposeService service(String name) {
        return new ComposeService(name, content.path("services").required(name));
    }

    Collection<String> volumes() {
        return content.path("volumes").propertyNames();
    }

    Collection<String> secrets() {
        return content.path("secrets").propertyNames();
    }

    /** Returns the file of a secret, as in the file. */
    String secretFile(String secret) {
        return content.path("secrets").path(secret).path("file").asString();
    }
}
