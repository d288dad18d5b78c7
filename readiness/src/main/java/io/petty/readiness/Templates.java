package io.petty.readiness;

import io.petty.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The resources of CloudFormation templates, as {@code cdk synth} writes them.
 *
 * @param names of the templates' files
 */
record Templates(List<String> names, List<Resource> resources) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ENDING = ".template.json";
    private static final long MOST_BYTES = 16 << 20;

    /**
     * A resource.
     *
     * @param template the name of its file without the ending
     * @param id its logical id in the template
     * @param properties a missing node for none
     */
    record Resource(String template, String id, String type, JsonNode properties) {
        /** Where it is, for people. */
        String name() {
            return template + "/" + id;
        }

        JsonNode property(String... path) {
            JsonNode node = properties;
            for (String name : path) {
                node = node.path(name);
            }
            return node;
        }

        /** Whether a node of the same template names the resource of that id. */
        boolean isNamedBy(JsonNode node, String nodesTemplate) {
            return template.equals(nodesTemplate)
                    && (node.path("Ref").asString("").equals(id)
                            || node.path("Fn::GetAtt").path(0).asString("").equals(id));
        }
    }

    Templates {
        names = List.copyOf(names);
        resources = List.copyOf(resources);
    }

    /**
     * Reads all templates below a folder.
     *
     * @throws SettingsException when a file of that name is no template
     */
    static Templates read(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
        List<String> names = new ArrayList<>();
        List<Resource> resources = new ArrayList<>();
        for (Path file : files) {
            String name = folder.relativize(file).toString().replace(ENDING, "");
            names.add(name);
            for (Map.Entry<String, JsonNode> resource :
                    json(file).path("Resources").properties()) {
                resources.add(new Resource(
                        name,
                        resource.getKey(),
                        resource.getValue().path("Type").asString(""),
                        resource.getValue().path("Properties")));
            }
        }
        return new Templates(names, resources);
    }

    private static JsonNode json(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new SettingsException("--templates: %s is larger than any template may be".formatted(file));
        }
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JacksonException e) {
            throw new SettingsException("--templates: %s is no JSON: synthesise it again".formatted(file), e);
        }
    }

    List<Resource> of(String... types) {
        return resources.stream()
                .filter(resource -> List.of(types).contains(resource.type()))
                .toList();
    }

    /** The same; there must be one. */
    List<Resource> required(String what, String... types) throws UnmetException {
        List<Resource> found = of(types);
        if (found.isEmpty()) {
            throw new UnmetException("the templates have no " + what);
        }
        return found;
    }

    static boolean isTrue(JsonNode node) {
        return text(node).equals("true");
    }

    /** Whether there is a value, known or not. */
    static boolean isGiven(JsonNode node) {
        return !node.isMissingNode() && !node.isNull() && !text(node).isEmpty();
    }

    /** A value as text: of what CloudFormation puts together the parts that are known, with {@code ${Name}} for the others. */
    static String text(JsonNode value) {
        if (value.isString() || value.isNumber() || value.isBoolean()) {
            return value.asString();
        }
        if (value.has("Ref")) {
            return "${" + value.path("Ref").asString("") + "}";
        }
        if (value.has("Fn::GetAtt")) {
            return "${" + value.path("Fn::GetAtt").path(0).asString("") + "}";
        }
        if (value.has("Fn::Sub")) {
            JsonNode template = value.path("Fn::Sub");
            return text(template.isArray() ? template.path(0) : template);
        }
        if (value.has("Fn::Join")) {
            StringBuilder joined = new StringBuilder();
            String separator = "";
            for (JsonNode part : value.path("Fn::Join").path(1).values()) {
                joined.append(separator).append(text(part));
                separator = value.path("Fn::Join").path(0).asString("");
            }
            return joined.toString();
        }
        return value.isMissingNode() ? "" : "${" + value + "}";
    }

    /** Several values, or one, as texts. */
    static List<String> texts(JsonNode values) {
        if (values.isArray()) {
            return values.values().stream().map(Templates::text).toList();
        }
        return values.isMissingNode() ? List.of() : List.of(text(values));
    }
}
