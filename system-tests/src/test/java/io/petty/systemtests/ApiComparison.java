package io.petty.systemtests;

import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.compare.OpenApiDiffOptions;
import org.openapitools.openapidiff.core.model.Changed;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;
import org.openapitools.openapidiff.core.model.ChangedSchema;
import org.openapitools.openapidiff.core.model.ComposedChanged;
import org.openapitools.openapidiff.core.output.ConsoleRender;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares two OpenAPI documents with openapi-diff. The library misses types of OpenAPI 3.1 (its issue 745) and changes
 * of types behind references (910). It therefore gets both documents as 3.0 with resolved references.
 */
final class ApiComparison {
    private static final JsonMapper JSON = new JsonMapper();

    private final ChangedOpenApi changes;

    ApiComparison(JsonNode released, JsonNode current) {
        // These checks are off by default.
        OpenApiDiffOptions strict = OpenApiDiffOptions.builder()
                .configProperty("incompatible.response.numeric.range.increased", "true")
                .configProperty("incompatible.request.min.length.increased", "true")
                .build();
        changes = OpenApiCompare.fromContents(
                asOpenApi30(released).toString(), asOpenApi30(current).toString(), List.of(), strict);
    }

    /**
     * Returns whether clients of the released interface still work: their requests are accepted and they understand all
     * answers.
     */
    boolean isCompatible() {
        return changes.isCompatible() && !breaks(changes);
    }

    /** Returns all changes, for the failure message. */
    @Override
    public String toString() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        new ConsoleRender().render(changes, new OutputStreamWriter(text, StandardCharsets.UTF_8));
        return text.toString(StandardCharsets.UTF_8);
    }

    /**
     * Returns whether a change breaks clients although openapi-diff considers it compatible: a removed optional member,
     * or a changed rule on whether a value may be null.
     */
    private static boolean breaks(@Nullable Changed changed) {
        if (changed instanceof ChangedSchema schema
                && (!schema.getMissingProperties().isEmpty() || changesNullability(schema))) {
            return true;
        }
        return changed instanceof ComposedChanged composed
                && composed.getChangedElements().stream().anyMatch(ApiComparison::breaks);
    }

    private static boolean changesNullability(ChangedSchema schema) {
        return schema.getNullable() != null && schema.getNullable().isDifferent();
    }

    private static JsonNode asOpenApi30(JsonNode document) {
        ObjectNode converted = (ObjectNode) converted(document, document);
        converted.put("openapi", "3.0.3");
        ((ObjectNode) converted.path("components")).retain("securitySchemes");
        return converted;
    }

    private static JsonNode converted(JsonNode node, JsonNode document) {
        if (node.isArray()) {
            ArrayNode items = JSON.createArrayNode();
            node.forEach(item -> items.add(converted(item, document)));
            return items;
        }
        if (!node.isObject()) {
            return node;
        }
        if (node.has("$ref")) {
            return converted(document.at(node.path("$ref").asString().substring(1)), document);
        }
        if (node.has("oneOf")) {
            return schemaOrNull(node.path("oneOf"), document);
        }
        ObjectNode members = JSON.createObjectNode();
        node.forEachEntry((name, member) -> members.set(name, converted(member, document)));
        if (members.path("type").isArray()) {
            setType(members, (ArrayNode) members.path("type"));
        }
        if (members.path("const").isString()) {
            members.putArray("enum").add(members.remove("const"));
        }
        return members;
    }

    private static ObjectNode schemaOrNull(JsonNode alternatives, JsonNode document) {
        if (alternatives.size() != 2 || !alternatives.at("/1/type").asString("").equals("null")) {
            throw new IllegalArgumentException(
                    "Can't compare alternatives other than a schema and null: " + alternatives);
        }
        return ((ObjectNode) converted(alternatives.path(0), document)).put("nullable", true);
    }

    private static void setType(ObjectNode schema, ArrayNode types) {
        if (types.size() != 2 || !types.path(1).asString().equals("null")) {
            throw new IllegalArgumentException("Can't compare alternatives other than a type and null: " + types);
        }
        schema.put("type", types.path(0).asString()).put("nullable", true);
    }
}
