package io.petty.api.access;

import io.petty.api.access.Refusals.Refusal;
import io.petty.api.http.Route;
import io.petty.api.settings.ApiSettings;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The audit log of requests, with the logger {@code petty.audit}: credential id, route, decision and reason, and for
 * refused requests the client's address. It contains no users and no collars.
 */
final class Audit extends OncePerRequestFilter {
    /** The request attribute with the id of the principal. */
    static final String PRINCIPAL = Audit.class.getName() + ".principal";

    /** The request attribute with the reason why the credential was refused. */
    static final String REFUSED = Audit.class.getName() + ".refused";

    private static final Logger LOG = LoggerFactory.getLogger("petty.audit");
    private static final Set<Integer> DENIED = Set.of(401, 403, 404, 429);
    private static final int LEAST_ERROR = 400;

    private final ApiSettings.Audit recorded;
    private final Refusals refusals;

    Audit(ApiSettings.Audit recorded, Refusals refusals) {
        this.recorded = recorded;
        this.refusals = refusals;
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
        // A request for a public path is allowed even with an invalid credential.
        boolean denied = DENIED.contains(status) || (request.getAttribute(REFUSED) != null && status >= LEAST_ERROR);
        Object principal = request.getAttribute(PRINCIPAL);
        if (denied) {
            refusals.note(Refusal.of(request, status));
        } else if (recorded == ApiSettings.Audit.ALL && principal != null) {
            String route = Refusals.text(request.getAttribute(Route.ATTRIBUTE));
            LOG.atInfo()
                    .addKeyValue("decision", "allowed")
                    .addKeyValue("status", status)
                    .addKeyValue("method", request.getMethod())
                    .addKeyValue("route", route)
                    .addKeyValue("principal", principal)
                    .log("Allowed {} {}: {}, principal {}", request.getMethod(), route, status, principal);
        }
    }
}
