package io.petty.api.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that can't be answered; becomes a body of {@code application/problem+json}. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemKind kind;
    private final transient Map<String, @Nullable Object> members = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    /** @param detail what is wrong with this request, for a person; holds nothing that was sent but names */
    public ProblemException(ProblemKind kind, String detail) {
        // Thrown for each bad request there is, and always caught: nobody reads where from.
        super(detail, null, false, false);
        this.kind = kind;
    }

    /** A parameter that makes no sense. */
    public static ProblemException badParameter(String parameter, String detail) {
        return new ProblemException(ProblemKind.BAD_PARAMETER, detail).with("parameter", parameter);
    }

    /** The same problem with another member in its body. */
    public ProblemException with(String member, @Nullable Object value) {
        members.put(member, value);
        return this;
    }

    /** The same problem with a header in the answer. */
    public ProblemException withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public ProblemKind kind() {
        return kind;
    }

    /** What is wrong with this request. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    Map<String, @Nullable Object> members() {
        return members;
    }

    /** The answer's headers. */
    public Map<String, String> headers() {
        return headers;
    }
}
