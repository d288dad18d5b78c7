package io.petty.readiness;

import java.net.http.HttpHeaders;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server's answer.
 *
 * @param body the first 8 MiB of the body, as text
 */
record ApiAnswer(int status, HttpHeaders headers, String body) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Returns the first value of a header, or an empty text. */
    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** Returns the body, or a missing node if it isn't JSON. */
    JsonNode json() {
        return parse(body);
    }

    /** Returns a text as JSON, or a missing node if it isn't JSON. */
    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    /** Returns a member of the body that is a text, or an empty text. */
    String text(String member) {
        return json().path(member).asString("");
    }

    /** Returns the end of a problem's type, such as {@code unknown-version}, or an empty text if there is none. */
    String problem() {
        String type = header("Content-Type").startsWith("application/problem+json") ? text("type") : "";
        return type.substring(type.lastIndexOf('/') + 1);
    }

    /** Returns a member of each object in a list, if its text matches a pattern. */
    List<String> texts(String list, String member, String pattern) {
        return json().path(list).values().stream()
                .map(object -> object.path(member).asString(""))
                .filter(text -> text.matches(pattern))
                .toList();
    }

    /** Returns status and body, without the members of a problem that differ in each answer or repeat the path. */
    String comparable() {
        JsonNode json = json();
        if (json instanceof ObjectNode object) {
            return status + " " + object.remove(List.of("trace_id", "instance"));
        }
        return status + " " + body;
    }
}
