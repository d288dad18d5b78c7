package io.petty.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An answer of the server. */
@SuppressWarnings("ArrayRecordComponent") // Answers are compared by their parts.
record Answer(int status, HttpHeaders headers, byte[] body) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Returns the only value of a header; null if there is none. */
    @Nullable
    String header(String name) {
        List<String> values = headers.allValues(name);
        if (values.size() > 1) {
            throw new AssertionError("%s occurs %d times".formatted(name, values.size()));
        }
        return values.isEmpty() ? null : values.get(0);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() {
        return JSON.readTree(body);
    }

    /** Returns a member of the body as text; empty for null. */
    String json(String member) {
        return json().path(member).asString("");
    }

    /** Returns the texts of a member of each object in a list of the body. */
    List<String> each(String list, String member) {
        List<String> texts = new ArrayList<>();
        json().path(list).forEach(object -> texts.add(object.path(member).asString("")));
        return texts;
    }

    byte[] unzipped() {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return gzip.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the answer without the parts that differ in each request, so that two answers can be compared. */
    String comparable() {
        Map<String, List<String>> others = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        others.putAll(headers.map());
        others.remove("Date");
        return "%d %s %s".formatted(status, others, isProblem() ? withoutRequest() : text());
    }

    boolean isProblem() {
        return "application/problem+json".equals(header("Content-Type"));
    }

    private String withoutRequest() {
        if (body.length == 0) {
            return "";
        }
        ObjectNode problem = (ObjectNode) json();
        return problem.without(List.of("instance", "trace_id")).toString();
    }
}
