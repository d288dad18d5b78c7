package io.petty.parquet.export;

/**
 * Formats doubles that are whole thousandths, such as heart rates and distances. This is several times as fast as
 * {@link Double#toString}, because their digits are those of an integer. The text is the same as that of {@link
 * Double#toString} and of JSON writers with shortest digits. Below 10<sup>7</sup> such a number has at most ten digits,
 * and two different decimals of up to 15 digits are never the same double, so no shorter text exists. Not safe for use
 * by several threads at once.
 */
final class ThousandthsText {
    /** From this value on doubles are written with an exponent. */
    private static final double END = 1e7;

    private static final double PER_UNIT = 1000;
    private static final int DIGITS = 3;

    /** Seven digits, a point and three more, with a sign. */
    private static final int LONGEST = 12;

    private final char[] text = new char[LONGEST];
    private int start;

    /**
     * Formats a number. Returns false if it is zero, isn't a whole number of thousandths, or has more thousandths than
     * fit in an int.
     */
    boolean write(double value) {
        double magnitude = Math.abs(value);
        if (!(magnitude < END)) {
            return false;
        }
        int thousandths = (int) Math.min(Integer.MAX_VALUE, Math.round(magnitude * PER_UNIT));
        // Negative zero has a sign that an integer lacks. A number with too many thousandths for an int differs from
        // the quotient.
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

    /** Returns the characters; the last {@link #length} of them are the number. */
    char[] characters() {
        return text;
    }

    /** Returns the start of the number in the characters. */
    int start() {
        return start;
    }

    /** Returns the length of the number in characters. */
    int length() {
        return LONGEST - start;
    }
}
