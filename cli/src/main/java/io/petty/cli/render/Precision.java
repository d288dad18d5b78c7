package io.petty.cli.render;

import java.util.Locale;

/**
 * The share of confirming votes.
 *
 * @param confirming votes that confirm an event
 * @param rejecting votes that reject an event
 */
public record Precision(long confirming, long rejecting) {
    /** The quantile of the normal distribution for an interval of 95 %. */
    private static final double Z = 1.959963984540054;

    static final Precision NONE = new Precision(0, 0);

    Precision plus(long moreConfirming, long moreRejecting) {
        return new Precision(confirming + moreConfirming, rejecting + moreRejecting);
    }

    public long votes() {
        return confirming + rejecting;
    }

    /** Returns the share, 0 to 1. Requires votes. */
    double share() {
        return (double) confirming / votes();
    }

    /** Returns the lower end of the 95 % score interval (Wilson, J. Am. Stat. Assoc. 22, 1927). Requires votes. */
    double low() {
        return Math.max(0, center() - half());
    }

    /** Returns the upper end of the 95 % score interval. Requires votes. */
    double high() {
        return Math.min(1, center() + half());
    }

    private double center() {
        double n = votes();
        return (share() + Z * Z / (2 * n)) / (1 + Z * Z / n);
    }

    private double half() {
        double n = votes();
        return Z * Math.sqrt(share() * (1 - share()) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n);
    }

    /** Returns text such as {@code 0.83 (0.55–0.95)}; a dash without votes. */
    public String text() {
        return votes() == 0 ? "–" : String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", share(), low(), high());
    }
}
