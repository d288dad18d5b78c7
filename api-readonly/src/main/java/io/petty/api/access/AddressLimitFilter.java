package io.petty.api.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Counts requests by address before anything is done for them, so that guessing credentials is as slow as the limit. */
final class AddressLimitFilter extends OncePerRequestFilter {
    private final RateLimits limits;

    AddressLimitFilter(RateLimits limits) {
        this.limits = limits;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        limits.takeFrom(request.getRemoteAddr());
        chain.doFilter(request, response);
    }
}
