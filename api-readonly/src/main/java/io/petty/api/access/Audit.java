package io.petty.api.access;

import io.petty.api.http.Route;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The record of who was let in or refused, by the logger {@code petty.audit}: credential's id, route, decision and reason.
 * Neither users nor collars nor addresses stand in it; the trace's id, which the log's lines have, leads from a problem
 * that a client shows to its line here.
 */
final class Audit extends OncePerRequestFilter {
    /** The id of who asked. */
    static final String PRINCIPAL = Audit.class.getName() + ".principal";

    /** Why the credential was refused. */
    static final String REFUSED = Audit.class.getName() + ".refused";

    private static final Logger LOG = LoggerFactory.getLogger("petty.audit");
    private static final int LEAST_ERROR = 400;

    private final boolean all;

    /** @param all whether what is let in is recorded too, not only what is refused */
    Audit(boolean all) {
        this.all = all;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } finally {
            record(request, response.getStatus());
        }
    }

    private void record(HttpServletRequest request, int status) {
        Object refused = request.getAttribute(REFUSED);
        // What anybody may have is given also to who shows a bad credential.
        boolean denied = (refused != null && status >= LEAST_ERROR)
                || status == 401
                || status == 403
                || status == 404
                || status == 429;
        Object principal = request.getAttribute(PRINCIPAL);
        Object route = request.getAttribute(Route.ATTRIBUTE);
        if (!denied && (!all || principal == null)) {
            return;
        }
        LOG.atInfo()
                .addKeyValue("decision", denied ? "denied" : "allowed")
                .addKeyValue("status", status)
                .addKeyValue("method", request.getMethod())
                .addKeyValue("route", text(route))
                .addKeyValue("principal", text(principal))
                .addKeyValue("reason", text(refused))
                .log(
                        "{} {} {}: {}, principal {}, reason {}",
                        denied ? "Denied" : "Allowed",
                        request.getMethod(),
                        text(route),
                        status,
                        text(principal),
                        text(refused));
    }

    /** Records what was done with a credential. */
    static void credential(String event, String outcome) {
        LOG.atInfo().addKeyValue("event", event).addKeyValue("outcome", outcome).log("{}: {}", event, outcome);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }
}
