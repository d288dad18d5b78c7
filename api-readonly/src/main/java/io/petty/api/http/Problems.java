package io.petty.api.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import tools.jackson.databind.json.JsonMapper;

/** Writes problems as RFC 9457 has them. */
@Component
public class Problems {
    private final JsonMapper json;

    Problems(JsonMapper json) {
        this.json = json;
    }

    /** Answers with a problem, unless an answer is already being sent. */
    public void write(HttpServletRequest request, HttpServletResponse response, ErrorResponse problem)
            throws IOException {
        problem.getBody().setInstance(instance(request));
        send(request, response, problem);
    }

    /** Answers as {@link #write} does, with nothing of the request in the body. */
    void send(HttpServletRequest request, HttpServletResponse response, ErrorResponse problem) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] bytes = json.writeValueAsBytes(problem.getBody());
        // A request that took too long was interrupted: a thread that still is so ends the connection by writing to it.
        Thread.interrupted();
        response.resetBuffer();
        response.setStatus(problem.getStatusCode().value());
        problem.getHeaders().toSingleValueMap().forEach(response::setHeader);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // Also where a request was refused before anything else could set it.
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(bytes.length);
        if (!"HEAD".equals(request.getMethod())) {
            response.getOutputStream().write(bytes);
        }
    }

    /** The path of the request; null if Java can't read it as one. */
    private static @Nullable URI instance(HttpServletRequest request) {
        try {
            return new URI(request.getRequestURI());
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
