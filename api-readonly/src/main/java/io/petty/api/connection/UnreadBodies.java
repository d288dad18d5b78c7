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
 * Answers requests without waiting for bodies that nobody reads, and then closes the connection. Tomcat would read the rest
 * of such a body to find the next request, which holds a thread for as long as the client likes.
 */
final class UnreadBodies extends ValveBase {
    /** The only requests whose body is read. */
    private static final Set<String> WITH_BODY =
            Set.of("POST /v1/tokens", "POST /v1/tokens/refresh", "POST /v1/tokens/revoke");

    /** What is read where no body is taken, as by the endpoints of health, which take one without need. */
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
            // It must be sent first: to give up a body is an error to Tomcat, which changes the status.
            response.finishResponse();
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    /** Tells whether there is nothing to read, as when there is no body. */
    private static boolean isRead(Request request) {
        AtomicBoolean read = new AtomicBoolean();
        request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, read);
        return read.get();
    }
}
