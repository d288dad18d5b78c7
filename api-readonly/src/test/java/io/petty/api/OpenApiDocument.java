package io.petty.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/** The OpenAPI description that the service returns. */
final class OpenApiDocument {
    private final JsonNode document;

    OpenApiDocument(JsonNode document) {
        this.document = document;
    }

    /**
     * A method of a path.
     *
     * @param body an example of the body; empty for none
     */
    record Operation(String method, String path, List<Parameter> parameters, String body) {}

    /**
     * A parameter of an operation.
     *
     * @param in path, query or header
     * @param values valid examples
     */
    record Parameter(String name, String in, List<String> values) {
        String value(Random random) {
            return values.get(random.nextInt(values.size()));
        }
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .forEachEntry((path, methods) -> methods.forEachEntry((method, operation) -> {
                    List<Parameter> parameters = new ArrayList<>();
                    operation.path("parameters").forEach(parameter -> parameters.add(parameter(resolved(parameter))));
                    JsonNode body = resolved(operation.path("requestBody"))
                            .path("content")
                            .path("application/json");
                    operations.add(new Operation(method.toUpperCase(Locale.ROOT), path, parameters, example(body)));
                }));
        return operations;
    }

    private Parameter parameter(JsonNode parameter) {
        List<String> values = new ArrayList<>();
        JsonNode schema = resolved(parameter.path("schema"));
        JsonNode items = schema.has("items") ? resolved(schema.path("items")) : schema;
        items.path("enum").forEach(value -> values.add(value.asString()));
        for (String member : List.of("minimum", "maximum", "default", "example", "const")) {
            if (items.has(member)) {
                values.add(items.path(member).asString());
            }
        }
        if (parameter.has("example")) {
            values.add(parameter.path("example").asString());
        }
        if (items.path("format").asString("").equals("date")) {
            values.addAll(List.of(PublishedLake.FIRST.toString(), PublishedLake.LAST.toString(), "2026-10-05"));
        }
        if (values.isEmpty()) {
            values.add("page");
        }
        return new Parameter(
                parameter.path("name").asString(), parameter.path("in").asString(), List.copyOf(values));
    }

    private static String example(JsonNode body) {
        if (body.has("example")) {
            return body.path("example").toString();
        }
        for (JsonNode example : body.path("examples")) {
            return example.path("value").toString();
        }
        return body.isMissingNode() ? "" : "{}";
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
    }
}
