package io.petty.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.ClientAbortException;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Makes problems of what ends a request before it reaches its endpoint, so that no page of the server's own is shown. */
@Component
public class ProblemFilter extends OncePerRequestFilter {
    private final Problems problems;

    ProblemFilter(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (ClientAbortException e) {
            // Nobody is there to be told.
            throw e;
        } catch (ServletException e) {
            problems.write(request, response, ProblemAdvice.problem(response, e.getCause() == null ? e : e.getCause()));
        } catch (RuntimeException | Error e) {
            problems.write(request, response, ProblemAdvice.problem(response, e));
        }
    }
}
