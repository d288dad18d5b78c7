package io.petty.raw;

/**
 * A JSON number, parsed exactly and in linear time, whatever its digits and exponent. Keeps its absolute value in whole
 * units of a power of ten. Of the lower digits, it keeps only what rounding and exact comparisons need.
 */
final class DecimalText {
    /** An exponent this large outweighs the digits of any line. */
    private static final long EXPONENT_LIMIT = 1_000_000_000_000L;

    /** The number of digits that always fit in a long. */
    private static final int MAX_DIGITS = 18;

    private final boolean negative;
    private final long unitsPerOne;
    /** The absolute value in whole units, truncated. */
    private long units;

    private boolean tooLarge;
    private boolean exact = true;
    private boolean halfOrMore;

    /**
     * Parses the number at {@code bytes[from, to)}, which must be a valid JSON number.
     *
     * @param scale 0 to 6; the unit is 10<sup>−scale</sup>
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

    /**
     * Returns the number of digits from the first significant one to the point; 0 or less if the first significant
     * digit comes after the point.
     */
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

    /** Returns whether {@code least} ≤ x ≤ {@code greatest}, compared exactly. Neither bound may be negative. */
    boolean isBetween(int least, int greatest) {
        return !isBelow(least) && amountIsAtMost(greatest);
    }

    /** Returns whether x &lt; {@code bound}, compared exactly. The bound must not be negative. */
    boolean isBelow(int bound) {
        return negative ? !isZero() || bound > 0 : !tooLarge && units < bound * unitsPerOne;
    }

    /** Returns whether x is exactly zero, with or without a minus sign. */
    boolean isZero() {
        return units == 0 && exact && !tooLarge;
    }

    /** Returns whether −{@code bound} ≤ x ≤ {@code bound}, compared exactly. */
    boolean amountIsAtMost(int bound) {
        long limit = bound * unitsPerOne;
        return !tooLarge && (units < limit || (units == limit && exact));
    }

    boolean isWhole() {
        return exact;
    }

    /** Returns the number in whole units, halves rounded away from zero. Only for a number within its bounds. */
    int rounded() {
        long amount = halfOrMore ? units + 1 : units;
        return Math.toIntExact(negative ? -amount : amount);
    }
}
