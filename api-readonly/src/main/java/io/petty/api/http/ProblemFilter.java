package io.petty.api.http;

import io.petty.lake.database.DatabaseFailure;
import io.petty.secret.SecretException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Answers a request with a problem if a filter or an endpoint throws an exception. Internal failures are logged and
 * never described to the client.
 */
public final class ProblemFilter extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemFilter.class);
    private static final String SOON = "5";

    private final Problems problems;

    public ProblemFilter(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException e) {
            // Spring's dispatcher wraps exceptions of endpoints.
            answer(request, response, e instanceof ErrorResponse || e.getCause() == null ? e : e.getCause());
        } catch (IOException | RuntimeException | Error e) {
            answer(request, response, e);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, Throwable e) throws IOException {
        if (!DisconnectedClientHelper.isClientDisconnectedException(e)) {
            problems.write(request, response, problem(e));
        }
    }

    /** Returns the problem for an exception, depending on whether the client caused it and whether a retry can help. */
    private static ProblemException problem(Throwable e) {
        if (e instanceof ProblemException problem) {
            return problem;
        }
        if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            ProblemException problem =
                    ProblemKind.ofStatus(known.getStatusCode().value()).problem();
            problem.getHeaders().putAll(known.getHeaders());
            return problem;
        }
        if (e instanceof RequestRejectedException) {
            return rejected();
        }
        if (isTransient(e)) {
            LOG.warn("A request failed ({}). A retry may succeed", e.toString());
            return ProblemKind.UNAVAILABLE.problem().withHeader("Retry-After", SOON);
        }
        LOG.error("A request failed", e);
        return ProblemKind.INTERNAL.problem();
    }

    /**
     * Returns the problem for a request that the firewall rejects. The firewall's own message may contain a credential.
     */
    public static ProblemException rejected() {
        return ProblemKind.BAD_REQUEST.problem("The address or a header contains forbidden characters");
    }

    /** Returns whether a database or a store failed to answer, or the request exceeded its time limit. */
    private static boolean isTransient(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (DatabaseFailure.isTransient(cause)
                    || cause instanceof SecretException
                    || cause instanceof InterruptedException
                    || cause instanceof InterruptedIOException) {
                return true;
            }
        }
        return false;
    }
}
