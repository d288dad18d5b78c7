package io.petty.api.http;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A request that can't be answered; {@link Problems} writes its body. */
public final class ProblemException extends ErrorResponseException {
    private static final long serialVersionUID = 1L;

    ProblemException(ProblemDetail body) {
        super(HttpStatusCode.valueOf(body.getStatus()), body, null);
    }

    /** A parameter that makes no sense. */
    public static ProblemException badParameter(String parameter, String detail) {
        return ProblemKind.BAD_PARAMETER.problem(detail).with("parameter", parameter);
    }

    /** Adds a member to the body. */
    public ProblemException with(String member, @Nullable Object value) {
        getBody().setProperty(member, value);
        return this;
    }

    /** Adds a header to the answer. */
    public ProblemException withHeader(String name, String value) {
        getHeaders().set(name, value);
        return this;
    }

    /** None: it is thrown for each bad request and always caught, so nobody reads where from. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
