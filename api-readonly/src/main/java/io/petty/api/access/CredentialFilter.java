package io.petty.api.access;

import io.petty.access.Access;
import io.petty.access.InvalidCredentialException;
import io.petty.access.Principal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Authenticates a request by its token or key. An invalid credential counts as none, and the reason goes to the audit
 * log.
 */
final class CredentialFilter extends OncePerRequestFilter {
    static final String API_KEY = "X-API-Key";
    private static final String BEARER = "Bearer ";

    private final Access access;
    private final RateLimits limits;

    CredentialFilter(Access access, RateLimits limits) {
        this.access = access;
        this.limits = limits;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            Principal principal = principal(request);
            if (principal != null) {
                request.setAttribute(Audit.PRINCIPAL, principal.id());
                limits.take(principal);
                SecurityContextHolder.setContext(new SecurityContextImpl(
                        UsernamePasswordAuthenticationToken.authenticated(principal, null, List.of())));
            }
        } catch (InvalidCredentialException e) {
            request.setAttribute(Audit.REFUSED, e.reason());
        }
        chain.doFilter(request, response);
    }

    private @Nullable Principal principal(HttpServletRequest request) throws InvalidCredentialException {
        List<String> authorizations = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        List<String> keys = Collections.list(request.getHeaders(API_KEY));
        if (authorizations.isEmpty() && keys.isEmpty()) {
            return null;
        }
        if (authorizations.size() + keys.size() == 1) {
            if (!keys.isEmpty()) {
                return access.byKey(keys.get(0));
            }
            String authorization = authorizations.get(0);
            if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
                return access.byToken(authorization.substring(BEARER.length()));
            }
        }
        request.setAttribute(Audit.REFUSED, InvalidCredentialException.Reason.MALFORMED);
        return null;
    }
}
