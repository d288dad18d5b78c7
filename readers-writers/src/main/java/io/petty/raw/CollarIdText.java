package io.petty.raw;

/** The pattern of collar ids, {@code [A-Za-z0-9][A-Za-z0-9_-]{0,63}}. */
final class CollarIdText {
    private static final int MAX_LENGTH = 64;
    private static final boolean[] INSIDE = new boolean[256];

    static {
        for (int c = 0; c < 256; c++) {
            INSIDE[c] =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        }
    }

    private CollarIdText() {}

    /**
     * Where the collar id that starts at {@code from} ends (exclusive), or −1 when none starts there or it is too long.
     * Some byte that belongs to no id must follow.
     */
    static int end(byte[] bytes, int from) {
        if (bytes[from] == '_' || bytes[from] == '-') {
            return -1;
        }
        int at = from;
        while (INSIDE[bytes[at] & 0xFF]) {
            at++;
        }
        return at > from && at - from <= MAX_LENGTH ? at : -1;
    }
}
