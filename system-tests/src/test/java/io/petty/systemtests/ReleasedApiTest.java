package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares the API's description with the released one, {@code released-v1.json}. Later descriptions may add to it but
 * change nothing that clients rely on. It was amended twice: heart rates may be null (decision 0039), and days may have
 * the state {@code incomplete}, which was {@code fresh} before. This test is not in the API's module, because
 * openapi-diff brings parsers with which the service would also serve YAML.
 */
class ReleasedApiTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void staysCompatibleWithTheReleasedInterface() throws IOException {
        ApiComparison comparison = new ApiComparison(released(), read("/static/v1/openapi.json"));

        assertThat(comparison.isCompatible()).as(comparison.toString()).isTrue();
    }

    @ParameterizedTest
    @MethodSource
    void detectsBreakingChanges(Change change) throws IOException {
        assertThat(comparisonAfter(change).isCompatible()).isFalse();
    }

    static Stream<Change> detectsBreakingChanges() {
        return Stream.of(
                new Change("a removed path", document -> in(document, "/paths").remove("/v1/days")),
                new Change(
                        "a removed method",
                        document -> in(document, "/paths/~1v1~1tokens~1revoke").remove("post")),
                new Change("a removed member of an answer", document -> removeMember(document, "Event", "hr_mean")),
                new Change(
                        "a removed optional member of an answer",
                        document -> removeMember(document, "Problem", "nearest")),
                new Change(
                        "a member of an answer that becomes optional",
                        document -> removeRequired(in(document, "/components/schemas/Event"), "hr_mean")),
                new Change(
                        "a changed type in an answer",
                        document -> in(document, "/components/schemas/Event/properties/readings")
                                .put("type", "string")),
                new Change(
                        "a changed format in an answer",
                        document -> in(document, "/components/schemas/Event/properties/start")
                                .put("format", "date")),
                new Change(
                        "null in an answer",
                        document -> in(document, "/components/schemas/Event/properties/confidence")
                                .putArray("type")
                                .add("number")
                                .add("null")),
                new Change(
                        "a new value in an answer",
                        document -> ((ArrayNode) document.at("/components/schemas/Event/properties/review/enum"))
                                .add("pending")),
                new Change(
                        "a wider range in an answer",
                        document -> in(document, "/components/schemas/Event/properties/confidence")
                                .put("maximum", 100)),
                new Change(
                        "a removed header of an answer",
                        document -> in(document, "/paths/~1v1~1days/get/responses/200/headers")
                                .remove("ETag")),
                new Change(
                        "a removed status of an answer",
                        document ->
                                in(document, "/paths/~1v1~1days/get/responses").remove("304")),
                new Change(
                        "a new required parameter",
                        document -> parameters(document, "days").add(parameter("zone", true))),
                new Change(
                        "a parameter that becomes required",
                        document -> in(document, "/components/parameters/date").put("required", true)),
                new Change(
                        "a removed parameter",
                        document -> parameters(document, "collars~1{collar}~1timeline")
                                .remove(1)),
                new Change(
                        "a narrower type of a parameter",
                        document -> in(document, "/components/parameters/min_confidence/schema")
                                .put("type", "integer")),
                new Change(
                        "a narrower range of a parameter",
                        document -> in(document, "/components/parameters/limit_days/schema")
                                .put("maximum", 31)),
                new Change(
                        "a value that a parameter no longer accepts",
                        document ->
                                ((ArrayNode) document.at("/components/parameters/review/schema/items/enum")).remove(0)),
                new Change(
                        "a new required member of a body",
                        document -> in(document, "/components/schemas/Refresh")
                                .putArray("required")
                                .add("attempt")),
                new Change("a removed member of a body", document -> removeMember(document, "Refresh", "attempt")),
                new Change(
                        "a body that becomes required",
                        document -> in(document, "/paths/~1v1~1tokens~1refresh/post/requestBody")
                                .put("required", true)),
                new Change(
                        "a credential that is no longer accepted",
                        document -> ((ArrayNode) document.at("/paths/~1v1~1days/get/security")).remove(1)));
    }

    @ParameterizedTest
    @MethodSource
    void acceptsCompatibleChanges(Change change) throws IOException {
        ApiComparison comparison = comparisonAfter(change);

        assertThat(comparison.isCompatible()).as(comparison.toString()).isTrue();
    }

    static Stream<Change> acceptsCompatibleChanges() {
        return Stream.of(
                new Change("nothing", document -> {}),
                new Change(
                        "a new path",
                        document -> in(document, "/paths")
                                .set(
                                        "/v1/herds",
                                        document.at("/paths/~1v1~1days").deepCopy())),
                new Change("a new member of an answer", document -> {
                    ObjectNode event = in(document, "/components/schemas/Event");
                    in(event, "/properties").putObject("steps").put("type", "integer");
                    ((ArrayNode) event.path("required")).add("steps");
                }),
                new Change(
                        "a new optional parameter",
                        document -> parameters(document, "days").add(parameter("zone", false))),
                new Change(
                        "a wider range of a parameter",
                        document -> in(document, "/components/parameters/limit_days/schema")
                                .put("maximum", 366)),
                new Change(
                        "a new value that a parameter accepts",
                        document -> ((ArrayNode) document.at("/components/parameters/review/schema/items/enum"))
                                .add("pending")),
                new Change(
                        "a new optional member of a body",
                        document -> in(document, "/components/schemas/Refresh/properties")
                                .putObject("device")
                                .put("type", "string")),
                new Change(
                        "a changed description",
                        document -> in(document, "/components/schemas/Event").put("description", "An event.")));
    }

    /** A change of the released description. */
    record Change(String name, Consumer<JsonNode> edit) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static ApiComparison comparisonAfter(Change change) throws IOException {
        JsonNode changed = released();
        change.edit().accept(changed);
        return new ApiComparison(released(), changed);
    }

    private static JsonNode released() throws IOException {
        return read("released-v1.json");
    }

    private static JsonNode read(String resource) throws IOException {
        try (InputStream document = Objects.requireNonNull(ReleasedApiTest.class.getResourceAsStream(resource))) {
            return JSON.readTree(document);
        }
    }

    private static ObjectNode in(JsonNode document, String pointer) {
        return (ObjectNode) document.at(pointer);
    }

    private static ArrayNode parameters(JsonNode document, String path) {
        return (ArrayNode) document.at("/paths/~1v1~1" + path + "/get/parameters");
    }

    private static ObjectNode parameter(String name, boolean required) {
        ObjectNode parameter =
                JSON.createObjectNode().put("name", name).put("in", "query").put("required", required);
        parameter.putObject("schema").put("type", "string");
        return parameter;
    }

    private static void removeMember(JsonNode document, String schema, String name) {
        ObjectNode of = in(document, "/components/schemas/" + schema);
        in(of, "/properties").remove(name);
        removeRequired(of, name);
    }

    private static void removeRequired(ObjectNode schema, String name) {
        JsonNode required = schema.path("required");
        for (int i = required.size() - 1; i >= 0; i--) {
            if (required.path(i).asString().equals(name)) {
                ((ArrayNode) required).remove(i);
            }
        }
    }
}
