package io.petty.api.http;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A problem that ends a request. {@link Problems} writes the answer. */
public final class ProblemException extends ErrorResponseException {
    private static final long serialVersionUID = 1L;

    ProblemException(ProblemDetail body) {
        super(HttpStatusCode.valueOf(body.getStatus()), body, null);
    }

    /** Returns a problem about an invalid parameter. */
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

    /** Records no stack trace: the exception is always caught, and its trace is never used. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
