package io.petty.api.http;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes problems as RFC 9457 has them, with the id of the request's trace. */
@Component
public class Problems {
    private final JsonMapper json;
    private final Tracer tracer;

    Problems(JsonMapper json, Tracer tracer) {
        this.json = json;
        this.tracer = tracer;
    }

    /** Answers with a problem; an answer that is under way already is left as it is. */
    public void write(HttpServletRequest request, HttpServletResponse response, ProblemException problem)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        ProblemKind kind = problem.kind();
        ObjectNode body = json.createObjectNode();
        body.put("type", "/problems/" + kind.slug());
        body.put("title", kind.title());
        body.put("status", kind.status());
        body.put("detail", problem.detail());
        body.put("instance", request.getRequestURI());
        String trace = traceId();
        if (trace != null) {
            body.put("trace_id", trace);
        }
        for (Map.Entry<String, @Nullable Object> member : problem.members().entrySet()) {
            body.set(member.getKey(), json.valueToTree(member.getValue()));
        }
        byte[] bytes = json.writeValueAsBytes(body);
        // A request that took too long was interrupted: a thread that still is so ends the connection by writing to it.
        Thread.interrupted();
        response.resetBuffer();
        response.setStatus(kind.status());
        problem.headers().forEach(response::setHeader);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // Also where a request was refused before anything else could set it.
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(bytes.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(bytes);
        }
    }

    private @Nullable String traceId() {
        Span span = tracer.currentSpan();
        return span == null ? null : span.context().traceId();
    }
}
