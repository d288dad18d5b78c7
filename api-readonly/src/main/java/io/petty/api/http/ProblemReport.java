package io.petty.api.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;

/** Answers with a problem requests that the server refuses before any filter sees them, such as one that isn't HTTP. */
final class ProblemReport extends ErrorReportValve {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemReport.class);
    private static final int LEAST_ERROR = 400;
    /** By its message alone Tomcat tells it from other headers that make no sense. */
    private static final String HEADERS_TOO_LARGE =
            StringManager.getManager("org.apache.coyote.http11").getString("iib.requestheadertoolarge.error");

    private final Problems problems;

    ProblemReport(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < LEAST_ERROR
                || response.getContentWritten() > 0
                || response.isCommitted()
                || MediaType.APPLICATION_PROBLEM_JSON_VALUE.equals(response.getContentType())) {
            return;
        }
        response.setErrorReported();
        ProblemKind kind = kind(status, failure);
        // What is wrong with a request is told in the words of it, which may be a credential's: not for the log.
        if (failure != null && kind.status() >= ProblemKind.INTERNAL.status()) {
            LOG.error("A request failed", failure);
        }
        try {
            problems.send(request, response, kind.problem());
            response.finishResponse();
        } catch (IOException e) {
            LOG.debug("The client is gone", e);
        }
    }

    /** A version of HTTP or an encoding of a transfer that isn't spoken here is not our fault, though its number says so. */
    private static ProblemKind kind(int status, @Nullable Throwable failure) {
        if (failure != null && HEADERS_TOO_LARGE.equals(failure.getMessage())) {
            return ProblemKind.HEADERS_TOO_LARGE;
        }
        return status == HttpServletResponse.SC_NOT_IMPLEMENTED
                        || status == HttpServletResponse.SC_HTTP_VERSION_NOT_SUPPORTED
                ? ProblemKind.BAD_REQUEST
                : ProblemKind.ofStatus(status);
    }
}
