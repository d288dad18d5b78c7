package io.petty.api.access;

import io.petty.api.access.Refusals.Refusal;
import io.petty.api.http.ProblemException;
import io.petty.api.http.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Limits the request rate of an address, so that it can't guess many credentials. This filter comes before all
 * others, except the one for traces and metrics. {@link MalformedLimit} counts requests that reach no filter.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
final class AddressLimitFilter extends OncePerRequestFilter {
    private final RateLimits limits;
    private final Refusals refusals;
    private final Problems problems;

    AddressLimitFilter(RateLimits limits, Refusals refusals, Problems problems) {
        this.limits = limits;
        this.refusals = refusals;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            limits.takeFrom(request.getRemoteAddr());
        } catch (ProblemException e) {
            problems.write(request, response, e);
            refusals.note(Refusal.of(request, response.getStatus()));
            return;
        }
        chain.doFilter(request, response);
    }
}
