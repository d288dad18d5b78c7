package io.petty.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Redirects paths without a version to the newest version, and refuses unknown versions. */
public final class Versions extends OncePerRequestFilter {
    /** The first segment of a path of the newest version. */
    private static final String NEWEST = "v1";

    private static final Set<String> RESOURCES = Set.of("collars", "days", "status", "tokens", "openapi.json");

    /** When paths without a version were deprecated, in the format of RFC 9745: 2026-11-25. */
    private static final String DEPRECATED_SINCE = "@1795564800";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        String first = path.replaceFirst("^/([^/]*).*", "$1");
        if (RESOURCES.contains(first)) {
            String query = request.getQueryString();
            String newest = "/" + NEWEST + path;
            response.setStatus(HttpStatus.PERMANENT_REDIRECT.value());
            response.setHeader("Location", query == null ? newest : newest + "?" + query);
            response.setHeader("Deprecation", DEPRECATED_SINCE);
            response.setHeader("Link", "<%s>; rel=\"successor-version\"".formatted(newest));
            response.setHeader("Cache-Control", "no-store");
        } else if (!first.equals(NEWEST) && first.matches("v\\d+")) {
            throw ProblemKind.UNKNOWN_VERSION
                    .problem("There is no version %s, only %s".formatted(first, NEWEST))
                    .with("versions", List.of(NEWEST));
        } else {
            chain.doFilter(request, response);
        }
    }
}
