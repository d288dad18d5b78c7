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

/** Writes problems as answers in the format of RFC 9457. */
@Component
public class Problems {
    private final JsonMapper json;

    Problems(JsonMapper json) {
        this.json = json;
    }

    /** Answers with a problem, unless another answer is already being sent. */
    public void write(HttpServletRequest request, HttpServletResponse response, ErrorResponse problem)
            throws IOException {
        problem.getBody().setInstance(instance(request));
        send(request, response, problem);
    }

    /** Answers like {@link #write}, but without the path of the request in the body. */
    void send(HttpServletRequest request, HttpServletResponse response, ErrorResponse problem) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] bytes = json.writeValueAsBytes(problem.getBody());
        // Clears the interrupt that the request's time limit may have set. Otherwise, writing would close the
        // connection.
        Thread.interrupted();
        response.resetBuffer();
        response.setStatus(problem.getStatusCode().value());
        problem.getHeaders().toSingleValueMap().forEach(response::setHeader);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // Set here for the management port, where a request may be refused before the filter that sets this header.
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(bytes.length);
        if (!"HEAD".equals(request.getMethod())) {
            response.getOutputStream().write(bytes);
        }
    }

    /** Returns the path of the request; null if it isn't a valid URI. */
    private static @Nullable URI instance(HttpServletRequest request) {
        try {
            return new URI(request.getRequestURI());
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
