package io.petty.api.http;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import org.slf4j.MDC;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/**
 * The kinds of problems, each with an explanation below {@code /problems/}. Among kinds with the same status, the first
 * is the general one.
 */
public enum ProblemKind {
    BAD_REQUEST(400, "Malformed request", "The request is malformed."),
    BAD_PARAMETER(
            400,
            "Invalid parameter",
            "The member `parameter` names the parameter, and `detail` says which values are allowed. Nothing was looked up."),
    UNAUTHENTICATED(
            401,
            "No valid credential",
            "Send `Authorization: Bearer` with an access token, or `X-API-Key` with a key. Tokens last 15 minutes:"
                    + " get a new one by POST /v1/tokens/refresh."),
    FORBIDDEN(403, "Not permitted", "The credential is valid, but lacks the required permission."),
    NOT_FOUND(404, "Not found", "No endpoint has this path. GET /v1/openapi.json lists all endpoints."),
    UNKNOWN_VERSION(404, "No such version", "The member `versions` lists the available versions."),
    UNKNOWN_COLLAR(
            404,
            "No such collar",
            "The credential may not read such a collar. The answer does not reveal whether the collar exists."),
    UNKNOWN_EVENT(404, "No such event", "The current publication of the day has no event with this id for the collar."),
    DAY_NOT_PUBLISHED(
            404,
            "The day is not published",
            "No run has published this day. The member `nearest` names the nearest published days."),
    METHOD_NOT_ALLOWED(405, "Method not allowed", "The header `Allow` lists the allowed methods."),
    NOT_ACCEPTABLE(406, "No such format", "Answers are JSON."),
    REQUEST_TIMEOUT(408, "Too slow", "The request did not arrive in time."),
    TOO_LARGE(413, "Too large", "The body of the request is too large."),
    UNSUPPORTED_MEDIA_TYPE(415, "Not JSON", "The body of a request must be `application/json`."),
    RANGE_NOT_SATISFIABLE(416, "No such range", "The content is shorter than the requested range."),
    TOO_MANY_REQUESTS(429, "Too many requests", "Wait for the number of seconds in the header `Retry-After`."),
    HEADERS_TOO_LARGE(431, "Headers too large", "The headers of a request may have at most 16 KiB in total."),
    INTERNAL(500, "Internal error", "Report the member `trace_id` to the operator of the service."),
    UNAVAILABLE(503, "Temporarily unavailable", "Try again after the number of seconds in the header `Retry-After`.");

    private final int status;
    private final String title;
    private final String meaning;

    /**
     * @param title a few words
     * @param meaning the meaning and what to do, in one or two sentences
     */
    ProblemKind(int status, String title, String meaning) {
        this.status = status;
        this.title = title;
        this.meaning = meaning;
    }

    /** Returns the status of the answer, 400 to 599. */
    int status() {
        return status;
    }

    /** Returns the address of the explanation, such as {@code /problems/unknown-collar}. */
    String type() {
        return "/problems/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns a problem with the meaning of this kind as its detail. */
    public ProblemException problem() {
        return problem(meaning);
    }

    /** @param detail explains to a person what is wrong; may repeat names from the request, but no values */
    public ProblemException problem(String detail) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(status), detail);
        body.setType(URI.create(type()));
        body.setTitle(title);
        String trace = MDC.get("traceId");
        if (trace != null) {
            body.setProperty("trace_id", trace);
        }
        return new ProblemException(body);
    }

    /** Returns the general kind for a status that a library has set. */
    static ProblemKind ofStatus(int status) {
        return Arrays.stream(values())
                .filter(kind -> kind.status == status)
                .findFirst()
                .orElse(status >= INTERNAL.status ? INTERNAL : BAD_REQUEST);
    }
}
