package io.petty.readiness;

import java.net.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a server answered.
 *
 * @param body as text, cut off after some MiB
 */
record ApiAnswer(int status, HttpHeaders headers, String body) {
    private static final JsonMapper JSON = new JsonMapper();

    /** The first value of a header; empty for none. */
    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** The body; a missing node when it is no JSON. */
    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    /** A member that is a text; empty when there is none. */
    String text(String member) {
        return json().path(member).asString("");
    }

    /** The last part of a problem's type, such as {@code unknown-version}; empty when this is no problem. */
    String problem() {
        String type = header("Content-Type").startsWith("application/problem+json") ? text("type") : "";
        return type.substring(type.lastIndexOf('/') + 1);
    }

    /** The body of a problem without what is another one in every answer, or names the path that was asked for. */
    String comparable() {
        JsonNode json = json();
        if (json instanceof ObjectNode object) {
            object.remove("trace_id");
            object.remove("instance");
            return status + " " + object;
        }
        return status + " " + body;
    }
}
