package io.petty.api.http;

import io.petty.secret.SecretException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.util.DisconnectedClientHelper;

/** Makes a problem of whatever ends a request. What is wrong inside is logged with its trace, never told outside. */
@RestControllerAdvice
class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final String SOON = "5";

    private final Problems problems;

    ProblemAdvice(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler
    void answer(HttpServletRequest request, HttpServletResponse response, Exception e) throws IOException {
        // Else nobody is there to be told.
        if (!DisconnectedClientHelper.isClientDisconnectedException(e)) {
            problems.write(request, response, problem(response, e));
        }
    }

    /** Decides whose fault it is, and whether trying again can help. */
    static ProblemException problem(HttpServletResponse response, Throwable e) {
        if (e instanceof ProblemException problem) {
            return problem;
        }
        if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            known.getHeaders().forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
            ProblemKind kind = ProblemKind.ofStatus(known.getStatusCode().value());
            return new ProblemException(kind, kind.meaning());
        }
        if (e instanceof RequestRejectedException) {
            // Its message repeats the header's value, which may be a credential.
            return new ProblemException(
                    ProblemKind.BAD_REQUEST, "The address or a header has characters that don't belong there");
        }
        if (isTransient(e)) {
            LOG.warn("A request could not be answered for now: {}", e.toString());
            return new ProblemException(ProblemKind.UNAVAILABLE, ProblemKind.UNAVAILABLE.meaning())
                    .withHeader("Retry-After", SOON);
        }
        LOG.error("A request failed", e);
        return new ProblemException(ProblemKind.INTERNAL, ProblemKind.INTERNAL.meaning());
    }

    /** A database or a store that doesn't answer or breaks off, a request that took too long. */
    private static boolean isTransient(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransientDataAccessException
                    || cause instanceof RecoverableDataAccessException
                    || cause instanceof DataAccessResourceFailureException
                    || cause instanceof SecretException
                    || cause instanceof SQLTransientException
                    || cause instanceof SQLRecoverableException
                    || cause instanceof SQLNonTransientConnectionException
                    || (cause instanceof SQLException sql && isTransient(sql.getSQLState()))
                    || cause instanceof InterruptedException
                    || cause instanceof InterruptedIOException) {
                return true;
            }
        }
        return false;
    }

    /** PostgreSQL's driver tells by the state alone: a broken connection, no resources, stopped from outside, no lock. */
    private static boolean isTransient(@Nullable String state) {
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("53")
                        || state.startsWith("57")
                        || state.equals("55P03"));
    }
}
