package io.petty.raw;

/**
 * A decimal number as collars write it: up to three digits before the point and up to {@value #MAX_FRACTION} after it,
 * which fits in a long exactly. Reused from number to number. Other numbers are left to {@link DecimalText}.
 */
final class PlainDecimal {
    private static final int MAX_FRACTION = 15;
    /** Greater than every number with three digits before the point, and small enough not to overflow. */
    private static final int BOUND_LIMIT = 1_000;

    private static final long[] POWERS = new long[MAX_FRACTION + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i <= MAX_FRACTION; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

    private boolean negative;
    private long digits;
    private int fractionDigits;

    static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }

    /** Returns whether it is exactly zero, with or without a minus sign. */
    boolean isZero() {
        return digits == 0;
    }

    /** Parses a number with an optional minus sign, see {@link #read}. */
    int readSigned(byte[] bytes, int from) {
        negative = bytes[from] == '-';
        return read(bytes, negative ? from + 1 : from);
    }

    /** Parses a number without a sign. Returns its end, or −1 if there is no number or it doesn't fit. */
    int read(byte[] bytes, int from) {
        if (!isDigit(bytes[from])) {
            return -1;
        }
        long value = (long) bytes[from] - '0';
        int at = from + 1;
        if (value != 0) {
            while (isDigit(bytes[at])) {
                value = 10 * value + bytes[at++] - '0';
            }
            if (at - from > 3) {
                return -1;
            }
        }
        fractionDigits = 0;
        if (bytes[at] == '.') {
            int firstDigit = ++at;
            while (isDigit(bytes[at])) {
                value = 10 * value + bytes[at++] - '0';
            }
            fractionDigits = at - firstDigit;
            if (fractionDigits == 0 || fractionDigits > MAX_FRACTION) {
                return -1;
            }
        }
        digits = value;
        return at;
    }

    /** Returns whether the absolute value is exactly {@code bound} or greater. */
    boolean isAtLeast(int bound) {
        return digits >= Math.min(bound, BOUND_LIMIT) * POWERS[fractionDigits];
    }

    /** Returns whether the absolute value is exactly {@code bound} or less. */
    boolean isAtMost(int bound) {
        return digits <= Math.min(bound, BOUND_LIMIT) * POWERS[fractionDigits];
    }

    /** Returns the absolute value in units of 10<sup>−scale</sup>, halves rounded up. */
    int rounded(int scale) {
        if (fractionDigits <= scale) {
            return (int) (digits * POWERS[scale - fractionDigits]);
        }
        long unit = POWERS[fractionDigits - scale];
        return (int) ((digits + unit / 2) / unit);
    }

    /** Returns the number in units of 10<sup>−scale</sup>, halves rounded away from zero. */
    int signedRounded(int scale) {
        int amount = rounded(scale);
        return negative ? -amount : amount;
    }
}
