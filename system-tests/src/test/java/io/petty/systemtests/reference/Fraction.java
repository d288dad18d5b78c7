package io.petty.systemtests.reference;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * An exact fraction with a positive denominator. {@link #compare} treats fractions of the same value as equal, whether
 * or not they are reduced.
 */
public record Fraction(BigInteger numerator, BigInteger denominator) {

    public Fraction {
        if (denominator.signum() <= 0) {
            throw new IllegalArgumentException("denominator " + denominator);
        }
    }

    static Fraction of(long numerator, long denominator) {
        return new Fraction(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    static Fraction of(long whole) {
        return of(whole, 1);
    }

    /** Returns a percentage of a number. */
    static Fraction percent(long percent, long of) {
        return of(percent * of, 100);
    }

    Fraction plus(Fraction other) {
        return new Fraction(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    Fraction minus(Fraction other) {
        return plus(other.times(of(-1)));
    }

    Fraction times(Fraction other) {
        return new Fraction(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    int compare(Fraction other) {
        return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }

    boolean isBetween(Fraction least, Fraction most) {
        return compare(least) >= 0 && compare(most) <= 0;
    }

    boolean isAtMost(Fraction most) {
        return compare(most) <= 0;
    }

    /** Returns the nearest whole number, halves rounded up. */
    int roundedHalfUp() {
        return new BigDecimal(numerator.multiply(BigInteger.TWO).add(denominator))
                .divide(new BigDecimal(denominator.multiply(BigInteger.TWO)), 0, RoundingMode.FLOOR)
                .intValueExact();
    }

    double toDouble() {
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), MathContext.DECIMAL128)
                .doubleValue();
    }
}
