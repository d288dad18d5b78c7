package io.petty.api.http;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import org.slf4j.MDC;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/**
 * Kinds of problems, each with a page of its own below {@code /problems/}. Of the kinds with the same status, the first is
 * the general one.
 */
public enum ProblemKind {
    BAD_REQUEST(400, "The request makes no sense", "What was sent can't be read as a request of this interface."),
    BAD_PARAMETER(
            400,
            "A parameter makes no sense",
            "The member `parameter` names it, `detail` says what it must be. Nothing was looked up."),
    UNAUTHENTICATED(
            401,
            "No valid credential",
            "Send `Authorization: Bearer` with an access token, or `X-API-Key` with a key. Tokens last 15 minutes:"
                    + " get another by POST /v1/tokens/refresh."),
    FORBIDDEN(403, "Not permitted", "The credential is valid, but has not the permission that this needs."),
    NOT_FOUND(404, "Nothing is here", "No endpoint has this path. GET /v1/openapi.json lists them."),
    UNKNOWN_VERSION(404, "No such version", "The member `versions` lists the versions there are."),
    UNKNOWN_COLLAR(
            404,
            "No such collar",
            "There is no such collar among those that the credential may read; whether it exists at all is not told."),
    UNKNOWN_EVENT(404, "No such event", "The collar has no event of this id in the day's current publication."),
    DAY_NOT_PUBLISHED(
            404,
            "The day is not published",
            "No run has published this day. The member `nearest` names the days before and after it that are."),
    METHOD_NOT_ALLOWED(405, "Not this way", "The header `Allow` names the methods there are."),
    NOT_ACCEPTABLE(406, "No such format", "Answers are JSON."),
    REQUEST_TIMEOUT(408, "Too slow", "The request did not come in time."),
    TOO_LARGE(413, "Too large", "Bodies of requests are small here."),
    UNSUPPORTED_MEDIA_TYPE(415, "Not JSON", "Bodies of requests are `application/json`."),
    RANGE_NOT_SATISFIABLE(416, "No such part", "What is here is shorter than the range that was asked for."),
    TOO_MANY_REQUESTS(429, "Too many requests", "Wait as many seconds as the header `Retry-After` says."),
    HEADERS_TOO_LARGE(431, "Headers too large", "The headers of a request may have 16 KiB in all."),
    INTERNAL(500, "Our fault", "Tell us the member `trace_id`."),
    UNAVAILABLE(503, "Not now", "Try again after as many seconds as the header `Retry-After` says.");

    private final int status;
    private final String title;
    private final String meaning;

    /**
     * @param title a few words
     * @param meaning what it means and what to do, in a sentence or two
     */
    ProblemKind(int status, String title, String meaning) {
        this.status = status;
        this.title = title;
        this.meaning = meaning;
    }

    /** The status of the answer, 400 to 599. */
    int status() {
        return status;
    }

    /** The address of its page, such as {@code /problems/unknown-collar}. */
    String type() {
        return "/problems/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns a problem whose detail is the meaning of its kind. */
    public ProblemException problem() {
        return problem(meaning);
    }

    /** @param detail what is wrong with this request, for a person; repeats nothing of the request but names */
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

    /** Returns the kind for a status that a library answered with: the first that has it. */
    static ProblemKind ofStatus(int status) {
        return Arrays.stream(values())
                .filter(kind -> kind.status == status)
                .findFirst()
                .orElse(status >= INTERNAL.status ? INTERNAL : BAD_REQUEST);
    }
}
