package io.petty.raw;

/**
 * A JSON number taken exactly as written, whatever its digits and exponent, in time linear in its length: its amount in
 * whole units of a power of ten, and what the digits below that unit say about rounding.
 */
final class DecimalText {
    /** An exponent this large outweighs the digits of any line. */
    private static final long EXPONENT_LIMIT = 1_000_000_000_000L;

    /** Digits that fit a long. */
    private static final int MAX_DIGITS = 18;

    private final boolean negative;
    private final long unitsPerOne;
    /** The amount in whole units, what is below cut off. */
    private long units;

    private boolean tooLarge;
    private boolean exact = true;
    private boolean halfOrMore;

    /**
     * Reads the number at {@code bytes[from, to)}, which must be one by JSON's grammar.
     *
     * @param scale the units are 10<sup>−scale</sup>, 0 to 6
     */
    DecimalText(byte[] bytes, int from, int to, int scale) {
        negative = bytes[from] == '-';
        long unitsOfOne = 1;
        for (int i = 0; i < scale; i++) {
            unitsOfOne *= 10;
        }
        unitsPerOne = unitsOfOne;
        int start = negative ? from + 1 : from;
        int end = start;
        while (end < to && bytes[end] != 'e' && bytes[end] != 'E') {
            end++;
        }
        int first = start;
        while (first < end && (bytes[first] == '0' || bytes[first] == '.')) {
            first++;
        }
        if (first < end) {
            long wholeUnitDigits = digitsBeforePoint(bytes, start, first, end) + exponent(bytes, end, to) + scale;
            cutToUnits(bytes, first, end, wholeUnitDigits);
        }
    }

    /** How many places the first digit that counts is before the point; 0 or less when behind it. */
    private static long digitsBeforePoint(byte[] bytes, int start, int first, int end) {
        int point = start;
        while (point < end && bytes[point] != '.') {
            point++;
        }
        return point > first ? point - first : point + 1 - first;
    }

    private static long exponent(byte[] bytes, int end, int to) {
        if (end == to) {
            return 0;
        }
        int at = end + 1;
        boolean negativeExponent = bytes[at] == '-';
        if (negativeExponent || bytes[at] == '+') {
            at++;
        }
        long exponent = 0;
        for (; at < to; at++) {
            exponent = Math.min(EXPONENT_LIMIT, 10 * exponent + bytes[at] - '0');
        }
        return negativeExponent ? -exponent : exponent;
    }

    private void cutToUnits(byte[] bytes, int first, int end, long wholeUnitDigits) {
        if (wholeUnitDigits > MAX_DIGITS) {
            tooLarge = true;
            return;
        }
        exact = wholeUnitDigits >= 0;
        long place = 0;
        for (int at = first; at < end; at++) {
            if (bytes[at] == '.') {
                continue;
            }
            int digit = bytes[at] - '0';
            if (place < wholeUnitDigits) {
                units = 10 * units + digit;
            } else {
                exact &= digit == 0;
                halfOrMore |= place == wholeUnitDigits && digit >= 5;
            }
            place++;
        }
        for (; place < wholeUnitDigits; place++) {
            units *= 10;
        }
    }

    /** Whether it is exactly {@code least} ≤ x ≤ {@code greatest}, neither bound being negative. */
    boolean isBetween(int least, int greatest) {
        return !isBelow(least) && amountIsAtMost(greatest);
    }

    /** Whether it is exactly x &lt; {@code bound}, which is not negative. */
    boolean isBelow(int bound) {
        return negative ? !isZero() || bound > 0 : !tooLarge && units < bound * unitsPerOne;
    }

    /** Whether it is exactly zero, with or without a minus. */
    boolean isZero() {
        return units == 0 && exact && !tooLarge;
    }

    /** Whether it is exactly −{@code bound} ≤ x ≤ {@code bound}. */
    boolean amountIsAtMost(int bound) {
        long limit = bound * unitsPerOne;
        return !tooLarge && (units < limit || (units == limit && exact));
    }

    boolean isWhole() {
        return exact;
    }

    /** The number in whole units, halves away from zero; only for one that is not out of its bounds. */
    int rounded() {
        long amount = halfOrMore ? units + 1 : units;
        return Math.toIntExact(negative ? -amount : amount);
    }
}
