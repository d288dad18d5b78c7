package io.petty.api.connection;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.http11.filters.VoidInputFilter;
import org.springframework.http.HttpHeaders;

/**
 * Answers requests without waiting for bodies that no endpoint reads, and then closes the connection. Tomcat would read
 * the rest of the body to find the next request, so a slow client could hold a thread.
 */
final class UnreadBodies extends ValveBase {
    /** The only requests whose body an endpoint reads. */
    private static final Set<String> WITH_BODY =
            Set.of("POST /v1/tokens", "POST /v1/tokens/refresh", "POST /v1/tokens/revoke");

    /** An empty body for all other requests, since the health endpoints would read the sent one. */
    private static final InputBuffer NOTHING = new VoidInputFilter();

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        ((WatchedProtocol) request.getConnector().getProtocolHandler())
                .endpoint()
                .headersComplete();
        if (isRead(request) || WITH_BODY.contains(request.getMethod() + " " + request.getRequestURI())) {
            getNext().invoke(request, response);
        } else {
            response.setHeader(HttpHeaders.CONNECTION, "close");
            InputBuffer body = request.getCoyoteRequest().getInputBuffer();
            request.getCoyoteRequest().setInputBuffer(NOTHING);
            try {
                getNext().invoke(request, response);
            } finally {
                request.getCoyoteRequest().setInputBuffer(body);
            }
        }
        if (!isRead(request)) {
            response.setHeader(HttpHeaders.CONNECTION, "close");
            // The answer must be sent first, since Tomcat sets an error status when it stops reading a body.
            response.finishResponse();
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    /** Returns whether the body is completely read, or there is none. */
    private static boolean isRead(Request request) {
        AtomicBoolean read = new AtomicBoolean();
        request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, read);
        return read.get();
    }
}
