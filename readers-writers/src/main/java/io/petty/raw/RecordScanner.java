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

    private State state = State.BLANK;
    /** Opening brackets less closing ones. */
    private long open;

    private int tail;

    /** Starts a new record. */
    void begin() {
        state = State.BLANK;
    }

    /**
     * Looks on in {@code bytes[from, to)}.
     *
     * @return where the record ends: its LF, or the first byte behind its object; {@link #NOT_YET} when it goes on
     */
    int end(byte[] bytes, int from, int to) {
        tail = from;
        for (int at = from; at < to; at++) {
            byte value = bytes[at];
            if (value == '\n') {
                return at;
            }
            switch (state) {
                case BLANK -> {
                    if (value == '{') {
                        open = 1;
                        state = State.OBJECT;
                    } else if (!isBlank(value)) {
                        state = State.OTHER;
                    }
                }
                case OBJECT -> {
                    if (value == '"') {
                        state = State.STRING;
                    } else if (value == '{' || value == '[') {
                        open++;
                    } else if (value == '}' || value == ']') {
                        open--;
                        if (open == 0) {
                            state = State.COMPLETE;
                            tail = at + 1;
                        }
                    }
                }
                case STRING -> {
                    if (value == '"') {
                        state = State.OBJECT;
                    } else if (value == '\\') {
                        state = State.ESCAPE;
                    }
                }
                case ESCAPE -> state = State.STRING;
                case COMPLETE -> {
                    if (value == '{') {
                        return tail;
                    }
                    if (!isBlank(value)) {
                        state = State.OTHER;
                    }
                }
                case OTHER -> {
                    // Nothing but an LF matters.
                }
            }
        }
        if (state != State.BLANK && state != State.COMPLETE) {
            tail = to;
        }
        return NOT_YET;
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
