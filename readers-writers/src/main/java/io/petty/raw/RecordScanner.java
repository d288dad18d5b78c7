package io.petty.raw;

/**
 * Looks for the end of a record in as many calls as it takes, without keeping any of it. A record ends at its LF, or
 * behind a complete object that is followed by optional blanks and another object. An object is complete when it has as
 * many closing as opening brackets, of either kind, outside of strings.
 */
final class RecordScanner {
    /** The record goes on behind what was looked at. */
    static final int NOT_YET = -1;

    private enum State {
        /** Only blanks so far. */
        BLANK,
        OBJECT,
        STRING,
        ESCAPE,
        /** An object is complete, and only blanks have followed. */
        COMPLETE,
        /** Text that only an LF ends. */
        OTHER
    }

    /** Set in a brace and not in the bracket that differs by it alone. */
    private static final int BRACE_BIT = 0x20;

    private State state = State.BLANK;
    /** Opening brackets less closing ones. */
    private long open;

    private int tail;

    /** Starts a new record. */
    void begin() {
        state = State.BLANK;
    }

    /**
     * Looks on in {@code bytes[from, to)}; an LF must stand at {@code to}, which is not looked at.
     *
     * @return where the record ends: its LF, or the first byte behind its object; {@link #NOT_YET} when it goes on
     */
    int end(byte[] bytes, int from, int to) {
        tail = from;
        int at = from;
        while (true) {
            at = next(bytes, at);
            byte value = bytes[at];
            if (value == '\n') {
                break;
            }
            switch (state) {
                case BLANK -> begin(value);
                case OBJECT -> {
                    if (value == '"') {
                        state = State.STRING;
                    } else {
                        bracket(value, at);
                    }
                }
                case STRING -> state = value == '"' ? State.OBJECT : State.ESCAPE;
                case ESCAPE -> state = State.STRING;
                case COMPLETE -> {
                    if (value == '{') {
                        return tail;
                    }
                    state = State.OTHER;
                }
                case OTHER -> {
                    // Nothing but an LF matters.
                }
            }
            at++;
        }
        if (at < to) {
            return at;
        }
        if (state != State.BLANK && state != State.COMPLETE) {
            tail = to;
        }
        return NOT_YET;
    }

    /** The next byte from {@code at} on that matters in this state; an LF always does. */
    private int next(byte[] bytes, int from) {
        int at = from;
        switch (state) {
            case BLANK, COMPLETE -> {
                while (isBlank(bytes[at])) {
                    at++;
                }
            }
            case OBJECT -> {
                byte value = bytes[at];
                while (value != '"' && (value | BRACE_BIT) != '{' && (value | BRACE_BIT) != '}' && value != '\n') {
                    value = bytes[++at];
                }
            }
            case STRING -> {
                byte value = bytes[at];
                while (value != '"' && value != '\\' && value != '\n') {
                    value = bytes[++at];
                }
            }
            case OTHER -> {
                while (bytes[at] != '\n') {
                    at++;
                }
            }
            case ESCAPE -> {
                // Whatever is escaped.
            }
        }
        return at;
    }

    private void begin(byte value) {
        open = 1;
        state = value == '{' ? State.OBJECT : State.OTHER;
    }

    private void bracket(byte value, int at) {
        open += (value | BRACE_BIT) == '{' ? 1 : -1;
        if (open == 0) {
            state = State.COMPLETE;
            tail = at + 1;
        }
    }

    /**
     * After {@link #NOT_YET}, where the blanks begin that may be of this record or of the next, or of none; the end of
     * what was looked at when there are none.
     */
    int tail() {
        return tail;
    }

    static boolean isBlank(byte value) {
        return value == ' ' || value == '\t' || value == '\r';
    }
}
