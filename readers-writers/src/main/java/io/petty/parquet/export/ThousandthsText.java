package io.petty.parquet.export;

/**
 * Writes doubles that are whole thousandths, as heart rates and distances are, several times as fast as the general way:
 * the digits are those of an integer. The text is the one that {@link Double#toString} and JSON writers that look for the
 * shortest digits give: below 10<sup>7</sup> such a number has ten digits at most, and two different decimals of up to 15
 * digits are never the same double, so there is no shorter one. Not safe for use by several threads at once.
 */
final class ThousandthsText {
    /** From here on doubles are written with an exponent. */
    private static final double END = 1e7;

    private static final double PER_UNIT = 1000;
    private static final int DIGITS = 3;

    /** Seven digits, a point and three more, with a sign. */
    private static final int LONGEST = 12;

    private final char[] text = new char[LONGEST];
    private int start;

    /** Writes a number; false when it isn't one of those. */
    boolean write(double value) {
        double magnitude = Math.abs(value);
        if (!(magnitude < END)) {
            return false;
        }
        int thousandths = (int) Math.min(Integer.MAX_VALUE, Math.round(magnitude * PER_UNIT));
        // Zero has a sign that an integer hasn't, and what is too large for one differs from its quotient.
        if (thousandths == 0 || thousandths / PER_UNIT != magnitude) {
            return false;
        }
        start = LONGEST;
        int fraction = thousandths % (int) PER_UNIT;
        int digits = DIGITS;
        while (digits > 1 && fraction % 10 == 0) {
            fraction /= 10;
            digits--;
        }
        put(fraction, digits);
        text[--start] = '.';
        int whole = thousandths / (int) PER_UNIT;
        int wholeDigits = 1;
        for (int rest = whole / 10; rest > 0; rest /= 10) {
            wholeDigits++;
        }
        put(whole, wholeDigits);
        if (value < 0) {
            text[--start] = '-';
        }
        return true;
    }

    private void put(int number, int digits) {
        int rest = number;
        for (int i = 0; i < digits; i++) {
            text[--start] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The characters, of which the last {@link #length} are the number that was written last. */
    char[] characters() {
        return text;
    }

    /** Where the number begins. */
    int start() {
        return start;
    }

    /** How many characters it has. */
    int length() {
        return LONGEST - start;
    }
}
