package io.petty.api.access;

import io.petty.api.access.Refusals.Refusal;
import io.petty.api.http.PlainPaths;
import io.petty.api.http.ProblemException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Limits the rate at which an address can send requests that the server refuses before any filter, such as malformed
 * HTTP.
 */
final class MalformedLimit extends ValveBase {
    private final RateLimits limits;
    private final Refusals refusals;

    MalformedLimit(RateLimits limits, Refusals refusals) {
        super(true);
        this.limits = limits;
        this.refusals = refusals;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (response.isError() || !PlainPaths.isPlain(request)) {
            try {
                limits.takeFrom(request.getRemoteAddr());
            } catch (ProblemException e) {
                // Otherwise, the earlier failure would be reported.
                request.getCoyoteRequest().getAttributes().remove(RequestDispatcher.ERROR_EXCEPTION);
                e.getHeaders().toSingleValueMap().forEach(response::setHeader);
                response.sendError(e.getStatusCode().value());
                refusals.note(Refusal.of(request, e.getStatusCode().value()));
            }
        }
        getNext().invoke(request, response);
    }
}
