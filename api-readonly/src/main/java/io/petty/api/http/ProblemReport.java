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

/** Answers requests that the server refuses before any filter, such as malformed HTTP, with a problem. */
final class ProblemReport extends ErrorReportValve {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemReport.class);
    private static final int LEAST_ERROR = 400;
    /** Tomcat's message for headers that are too large. Only the message differs from that for malformed headers. */
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
        // Failures that the client caused aren't logged, since their messages can contain a credential.
        if (failure != null && kind.status() >= ProblemKind.INTERNAL.status()) {
            LOG.error("A request failed", failure);
        }
        try {
            problems.send(request, response, kind.problem());
            response.finishResponse();
        } catch (IOException e) {
            LOG.debug("The client has disconnected", e);
        }
    }

    /** Unsupported HTTP versions and transfer encodings are errors of the client, despite their 5xx status. */
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
