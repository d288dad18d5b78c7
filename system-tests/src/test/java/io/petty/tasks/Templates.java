package io.petty.tasks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The templates of a stage, as {@code cdk-java/synth} writes them. */
final class Templates {
    private static final String SUFFIX = ".template.json";

    private final Map<String, JsonNode> byStack = new TreeMap<>();

    /** A resource of a template. */
    record Resource(String stack, String id, String type, JsonNode properties) {
        JsonNode property(String name) {
            return properties.path(name);
        }

        @Override
        public String toString() {
            return "%s/%s (%s)".formatted(stack, id, type);
        }
    }

    /** A value of a template, with the stack whose resources it refers to. */
    record Value(String stack, JsonNode json) {}

    private Templates() {}

    static Templates read(Path folder) throws IOException {
        Templates templates = new Templates();
        JsonMapper json = JsonMapper.builder().build();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                String stack = file.getFileName().toString().replace(SUFFIX, "");
                templates.byStack.put(stack, json.readTree(Files.readString(file)));
            }
        }
        return templates;
    }

    /** Returns the stage's name, which is part of the names of all stacks. */
    String stage() {
        return byStack.keySet().iterator().next().split("-", -1)[1];
    }

    Resource resource(String stack, String id) {
        JsonNode template = byStack.get(stack);
        JsonNode resource = template == null ? null : template.path("Resources").get(id);
        if (resource == null) {
            throw new NoSuchElementException("%s has no resource %s".formatted(stack, id));
        }
        return new Resource(stack, id, resource.path("Type").asString(), resource.path("Properties"));
    }

    List<Resource> resources(String type) {
        List<Resource> resources = new ArrayList<>();
        byStack.forEach((stack, template) -> template.path("Resources").forEachEntry((id, resource) -> {
            if (resource.path("Type").asString().equals(type)) {
                resources.add(resource(stack, id));
            }
        }));
        return resources;
    }

    /** Returns the value of an output that other stacks import by this name. */
    Value export(String name) {
        for (Map.Entry<String, JsonNode> template : byStack.entrySet()) {
            for (JsonNode output : template.getValue().path("Outputs")) {
                if (output.at("/Export/Name").asString().equals(name)) {
                    return new Value(template.getKey(), output.path("Value"));
                }
            }
        }
        throw new NoSuchElementException("No stack exports " + name);
    }
}
