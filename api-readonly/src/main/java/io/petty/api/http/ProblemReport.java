package io.petty.api.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the server itself says of requests that never get to a filter, such as one that isn't HTTP: a problem too. */
public final class ProblemReport extends ErrorReportValve {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemReport.class);
    private static final int LEAST_ERROR = 400;
    private static final int LEAST_OF_OURS = 500;
    /** By its message alone Tomcat tells it from other headers that make no sense. */
    private static final String HEADERS_TOO_LARGE =
            StringManager.getManager("org.apache.coyote.http11").getString("iib.requestheadertoolarge.error");

    private static final String PROBLEM = "application/problem+json";

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < LEAST_ERROR
                || response.getContentWritten() > 0
                || response.isCommitted()
                || PROBLEM.equals(response.getContentType())) {
            return;
        }
        response.setErrorReported();
        ProblemKind kind = kind(status, failure);
        // What is wrong with a request is told in the words of it, which may be a credential's: not for the log.
        if (failure != null && kind.status() >= LEAST_OF_OURS) {
            LOG.error("A request failed", failure);
        }
        // All of it is ours: nothing of what was sent is in it.
        byte[] body = "{\"type\":\"/problems/%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                .formatted(kind.slug(), kind.title(), kind.status(), kind.meaning())
                .getBytes(StandardCharsets.UTF_8);
        try {
            response.setStatus(kind.status());
            response.setContentType(PROBLEM);
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException e) {
            LOG.debug("Nobody is there to be told", e);
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
