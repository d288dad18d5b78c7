package io.petty.jobs.timeline;

import io.petty.jobs.timeline.EventExplanation.Check;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Puts figures and what rules ask of them into words. Whether they hold is found out exactly, never from the words. */
final class Checks {
    private static final int FEWEST_DIGITS = 2;
    private static final int MOST_DIGITS = 15;
    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private Checks() {}

    static Check atLeast(String what, int figure, int least) {
        return new Check(what, String.valueOf(figure), "at least " + least, figure >= least);
    }

    static Check meanWithin(String what, HeartRates heartRates, double least, double greatest) {
        return new Check(
                what,
                beats(heartRates.mean(), least, greatest),
                "%s to %s bpm".formatted(Figures.text(least), Figures.text(greatest)),
                heartRates.meanIsWithin(Figures.thousandths(least), Figures.thousandths(greatest)));
    }

    static Check deviationBelow(HeartRates heartRates, double limit) {
        return new Check(
                "deviation",
                beats(heartRates.deviation(), limit),
                "below %s bpm".formatted(Figures.text(limit)),
                heartRates.deviationIsBelow(Figures.thousandths(limit)));
    }

    /** @param millimetres negative when a location is missing */
    static Check fartherThan(String what, long millimetres, double limit) {
        return new Check(
                what,
                millimetres < 0 ? "a location is missing" : metres(millimetres, limit),
                "more than %s m".formatted(Figures.text(limit)),
                millimetres > Figures.thousandths(limit));
    }

    static Check nearerThan(String what, long millimetres, double limit) {
        return new Check(
                what,
                metres(millimetres, limit),
                "below %s m".formatted(Figures.text(limit)),
                millimetres < Figures.thousandths(limit));
    }

    static Check noLongerThan(String what, long milliseconds, long limit) {
        return new Check(what, duration(milliseconds), "at most " + duration(limit), milliseconds <= limit);
    }

    static String beats(double figure, double... thresholds) {
        return number(figure, thresholds) + " bpm";
    }

    private static String metres(long millimetres, double limit) {
        return number(millimetres / 1000.0, limit) + " m";
    }

    /** Two digits behind the point, or as many as show on which side of each threshold the figure lies. */
    static String number(double figure, double... thresholds) {
        for (int digits = FEWEST_DIGITS; digits < MOST_DIGITS; digits++) {
            BigDecimal rounded = BigDecimal.valueOf(figure).setScale(digits, RoundingMode.HALF_UP);
            boolean tells = true;
            for (double threshold : thresholds) {
                tells &= Double.compare(rounded.doubleValue(), threshold) == Double.compare(figure, threshold);
            }
            if (tells) {
                return rounded.toPlainString();
            }
        }
        return BigDecimal.valueOf(figure).toPlainString();
    }

    /** In full, to the millisecond: {@code 1 h 2 min}, {@code 30 min 0.001 s}, {@code 0 s}. */
    static String duration(long milliseconds) {
        List<String> parts = new ArrayList<>();
        if (milliseconds >= HOUR) {
            parts.add(milliseconds / HOUR + " h");
        }
        if (milliseconds % HOUR >= MINUTE) {
            parts.add(milliseconds % HOUR / MINUTE + " min");
        }
        if (milliseconds % MINUTE > 0 || parts.isEmpty()) {
            parts.add(Figures.text(milliseconds % MINUTE / (double) SECOND) + " s");
        }
        return String.join(" ", parts);
    }
}
