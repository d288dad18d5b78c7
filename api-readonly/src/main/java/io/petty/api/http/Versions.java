package io.petty.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Sends paths without a version to the newest one, and says which versions there are to who asks for another. */
@Component
public class Versions extends OncePerRequestFilter {
    /** The newest version's first part of a path. */
    public static final String NEWEST = "v1";

    private static final Set<String> RESOURCES = Set.of("collars", "days", "status", "tokens", "openapi.json");
    private static final Pattern FIRST = Pattern.compile("/([^/]*)(/.*)?");
    private static final Pattern VERSION = Pattern.compile("v\\d+");

    /** Paths without a version are deprecated since the first version's first day, 2026-11-25, as RFC 9745 writes it. */
    private static final String DEPRECATED_SINCE = "@1795564800";

    private static final int PERMANENT_REDIRECT = 308;

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        Matcher matcher = FIRST.matcher(path);
        String first = matcher.matches() ? matcher.group(1) : "";
        if (RESOURCES.contains(first)) {
            String query = request.getQueryString();
            String newest = "/" + NEWEST + path + (query == null ? "" : "?" + query);
            response.setStatus(PERMANENT_REDIRECT);
            response.setHeader("Location", newest);
            response.setHeader("Deprecation", DEPRECATED_SINCE);
            response.setHeader("Link", "</" + NEWEST + path + ">; rel=\"successor-version\"");
            response.setHeader("Cache-Control", "no-store");
        } else if (!first.equals(NEWEST) && VERSION.matcher(first).matches()) {
            throw new ProblemException(
                            ProblemKind.UNKNOWN_VERSION, "There is no version %s, but %s".formatted(first, NEWEST))
                    .with("versions", List.of(NEWEST));
        } else {
            chain.doFilter(request, response);
        }
    }
}
