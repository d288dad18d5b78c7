package io.petty.raw;

/**
 * Finds the end of a record over several calls, without keeping any of its bytes. A record ends at its LF, or after a
 * complete object that is followed by optional blanks and another object. An object is complete when it has as many
 * closing as opening brackets, of either kind, outside of strings.
 */
final class RecordScanner {
    /** The record continues after the bytes scanned. */
    static final int NOT_YET = -1;

    private enum State {
        /** Only blanks so far. */
        BLANK,
        OBJECT,
        STRING,
        ESCAPE,
        /** An object is complete and was followed by only blanks. */
        COMPLETE,
        /** Text that only an LF ends. */
        OTHER
    }

    /** The bit that distinguishes a brace from a bracket. */
    private static final int BRACE_BIT = 0x20;

    private State state = State.BLANK;
    /** Opening brackets minus closing ones. */
    private long open;

    private int tail;

    /** Starts a new record. */
    void begin() {
        state = State.BLANK;
    }

    /**
     * Continues in {@code bytes[from, to)}. There must be an LF at {@code to}, which isn't scanned.
     *
     * @return the end of the record: its LF, or the first byte after its object; {@link #NOT_YET} if it continues
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
                    // Only an LF matters.
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

    /** Returns the position of the next byte from {@code at} that matters in this state. An LF always does. */
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
                // Skips the escaped character.
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
     * Returns the start of the trailing blanks, or the end of the bytes scanned if there are none. The blanks may
     * belong to this record, to the next or to none. Call it only after {@link #end} has returned {@link
     * #NOT_YET}.
     */
    int tail() {
        return tail;
    }

    static boolean isBlank(byte value) {
        return value == ' ' || value == '\t' || value == '\r';
    }
}
