package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.Permission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares the OpenAPI description to the endpoints and their answers. */
@ExtendWith(SharedServer.class)
class OpenApiTest {
    private static final String COLLAR = "/v1/collars/LUNA-01";
    private static final Pattern EVENT_ID = Pattern.compile("evt_[0-9a-f]{24}");

    @Test
    void describesEachEndpoint(ApiServer server) {
        Set<String> described = new OpenApiDocument(document(server))
                .operations().stream()
                        .map(operation -> operation.method() + " " + operation.path())
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> endpoints = EndpointTableTest.mappings(server);
        // Not in the description, since clients reach it by the links in problems.
        endpoints.remove("GET /problems/{kind}");

        assertThat(described).isEqualTo(endpoints);
    }

    @Test
    void describesEachMemberOfTheAnswers(ApiServer server) {
        JsonNode document = document(server);
        List<String> key = server.key(EnumSet.of(Permission.TIMELINES_READ, Permission.STATUS_READ), "LUNA-01");
        String range = "?from=%s&to=%s".formatted(PublishedLake.FIRST, PublishedLake.LAST);
        String event = server.get(COLLAR + "/timeline" + range, key)
                .json()
                .at("/days/0/events/0/event_id")
                .asString();
        String zone = "?date=2026-11-18&zone=Asia/Kathmandu";
        assertDescribed(server, document, key, "Timeline", COLLAR + "/timeline" + zone);
        assertDescribed(server, document, key, "Summaries", COLLAR + "/summaries" + zone);
        Map.of(
                        "Timeline", COLLAR + "/timeline" + range,
                        "Summaries", COLLAR + "/summaries" + range,
                        "EventOfDay", COLLAR + "/events/" + event,
                        "Collars", "/v1/collars",
                        "Days", "/v1/days",
                        "Status", "/v1/status",
                        "Rejects", "/v1/status/rejects?date=" + PublishedLake.LAST)
                .forEach((schema, path) -> assertDescribed(server, document, key, schema, path));
    }

    @Test
    void showsEventsOfTheSampleDataAsExamples(ApiServer server) throws IOException {
        JsonNode document = document(server);
        Map<String, JsonNode> published = sampleEvents();
        Set<String> shown = EVENT_ID.matcher(document.toString())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());

        assertThat(shown).isNotEmpty().isSubsetOf(published.keySet());
        assertThat(document.findParents("event_id"))
                .filteredOn(event -> event.path("event_id").isString())
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event)
                        .isEqualTo(published.get(event.path("event_id").asString())));
    }

    private static Map<String, JsonNode> sampleEvents() throws IOException {
        JsonMapper json = new JsonMapper();
        Map<String, JsonNode> events = new HashMap<>();
        try (Stream<Path> files = Files.list(Path.of("..", "sample-data", "timelines"))) {
            for (Path file : files.toList()) {
                for (String line : Files.readAllLines(file)) {
                    JsonNode event = json.readTree(line);
                    events.put(event.path("event_id").asString(), event);
                }
            }
        }
        return events;
    }

    private static void assertDescribed(
            ApiServer server, JsonNode document, List<String> key, String schema, String path) {
        assertDescribed(
                document,
                document.at("/components/schemas/" + schema),
                server.get(path, key).json(),
                path);
    }

    private static JsonNode document(ApiServer server) {
        return server.get("/v1/openapi.json").json();
    }

    private static void assertDescribed(JsonNode document, JsonNode schema, JsonNode value, String where) {
        if (schema.has("$ref")) {
            assertDescribed(document, document.at(schema.path("$ref").asString().substring(1)), value, where);
        } else if (schema.has("oneOf")) {
            if (!value.isNull()) {
                assertDescribed(document, schema.path("oneOf").path(0), value, where);
            }
        } else if (value.isObject()) {
            // An answer has all optional members if the request has a zone, and otherwise none of them.
            List<String> members = new ArrayList<>();
            if (where.contains("zone=")) {
                members.addAll(schema.path("properties").propertyNames());
            } else {
                schema.path("required").forEach(name -> members.add(name.asString()));
            }
            assertThat(value.propertyNames()).as(where).containsExactlyInAnyOrderElementsOf(members);
            value.forEachEntry((name, member) ->
                    assertDescribed(document, schema.path("properties").path(name), member, where + " " + name));
        } else if (value.isArray()) {
            assertThat(schema.path("type").asString()).as(where).isEqualTo("array");
            value.forEach(item -> assertDescribed(document, schema.path("items"), item, where));
        } else {
            assertThat(schema.path("type").toString())
                    .as("%s: %s", where, value)
                    .contains(typeOf(value, schema));
        }
    }

    private static String typeOf(JsonNode value, JsonNode schema) {
        if (value.isNull()) {
            return "null";
        }
        if (value.isNumber()) {
            return schema.path("type").toString().contains("integer") && value.isIntegralNumber()
                    ? "integer"
                    : "number";
        }
        return value.isBoolean() ? "boolean" : "string";
    }
}
