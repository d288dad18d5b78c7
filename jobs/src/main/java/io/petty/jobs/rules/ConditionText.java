package io.petty.jobs.rules;

import io.petty.jobs.rules.EventExplanation.Check;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describes measured figures and the limits of rules in words. Whether a condition holds is decided by the exact
 * figures, not by the rounded ones in the text.
 */
final class ConditionText {
    private static final int FEWEST_DIGITS = 2;
    private static final int MOST_DIGITS = 15;
    private static final double HUNDRED = 100;
    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private ConditionText() {}

    static Check atLeast(String what, int figure, int least) {
        return check(what, String.valueOf(figure), "at least " + least, figure >= least, least - figure + " too few");
    }

    /** Describes a minimum length in minutes. */
    static Check atLeastMinutes(String what, int minutes, int least) {
        return check(
                what,
                minutes + " min",
                "at least %d min".formatted(least),
                minutes >= least,
                least - minutes + " min short");
    }

    private static Check check(String what, String figure, String needed, boolean holds, String missedBy) {
        return new Check(what, figure, needed, holds, holds ? "" : missedBy);
    }

    /** Describes whether a mean heart rate is at most a percentage of the reference rate. */
    static Check meanUpTo(String what, HeartRates heartRates, double percentage, ReferenceRate reference) {
        String needed = "at most %s %% of R".formatted(Figures.text(percentage));
        if (heartRates.readings() == 0) {
            return check(what, "no heart rate", needed, false, "");
        }
        double percent = percent(heartRates, reference.thousandths());
        return check(
                what,
                ofReference(heartRates, percent, percentage),
                needed,
                heartRates.compareMean(Figures.thousandths(percentage), reference.thousandths()) <= 0,
                points(percent - percentage) + " too high");
    }

    /** Describes whether a mean heart rate is between two percentages of the reference rate. */
    static Check meanWithin(
            String what,
            HeartRates heartRates,
            TimelineRules.Percentages percentages,
            @Nullable ReferenceRate reference) {
        double from = percentages.from();
        double to = percentages.to();
        String needed = "%s to %s %% of R".formatted(Figures.text(from), Figures.text(to));
        if (reference == null || heartRates.readings() == 0) {
            return check(what, reference == null ? "no reference rate" : "no heart rate", needed, false, "");
        }
        double percent = percent(heartRates, reference.thousandths());
        return check(
                what,
                ofReference(heartRates, percent, from, to),
                needed,
                PercentageRange.of(percentages).holds(heartRates, reference),
                percent < from ? points(from - percent) + " too low" : points(percent - to) + " too high");
    }

    /** Describes whether a mean heart rate is above a percentage of the baseline. */
    static Check meanAbove(String what, HeartRates heartRates, double percentage, RestingBaseline baseline) {
        String needed = "more than %s %% of the baseline, %s"
                .formatted(Figures.text(percentage), beats(baseline.beatsPerMinute()));
        if (heartRates.readings() == 0) {
            return check(what, "no heart rate", needed, false, "");
        }
        double percent = percent(heartRates, baseline.thousandths());
        return check(
                what,
                "%s, %s %%".formatted(beats(heartRates.mean()), number(percent, percentage)),
                needed,
                heartRates.compareMean(Figures.thousandths(percentage), baseline.thousandths()) > 0,
                points(percentage - percent) + " too low");
    }

    private static double percent(HeartRates heartRates, int thousandths) {
        return heartRates.sum() * HUNDRED / ((double) heartRates.readings() * thousandths);
    }

    private static String ofReference(HeartRates heartRates, double percent, double... limits) {
        return "%s, %s %% of R".formatted(beats(heartRates.mean()), number(percent, limits));
    }

    private static String points(double percent) {
        return number(Math.max(0, percent), 0) + " %";
    }

    /** @param millimetres negative if a location is missing */
    static Check fartherThan(String what, long millimetres, double limit) {
        return check(
                what,
                millimetres < 0 ? "a location is missing" : metres(millimetres, limit),
                "more than %s m".formatted(Figures.text(limit)),
                millimetres > Figures.thousandths(limit),
                millimetres < 0 ? "" : number(limit - millimetres / 1000.0) + " m too near");
    }

    static Check nearerThan(String what, long millimetres, double limit) {
        return check(
                what,
                metres(millimetres, limit),
                "less than %s m".formatted(Figures.text(limit)),
                millimetres < Figures.thousandths(limit),
                number(millimetres / 1000.0 - limit) + " m too far");
    }

    static Check noLongerThan(String what, long milliseconds, long limit) {
        return check(
                what,
                duration(milliseconds),
                "at most " + duration(limit),
                milliseconds <= limit,
                duration(Math.max(0, milliseconds - limit)) + " too long");
    }

    static String beats(double figure, double... thresholds) {
        return number(figure, thresholds) + " bpm";
    }

    private static String metres(long millimetres, double limit) {
        return number(millimetres / 1000.0, limit) + " m";
    }

    /** Formats with two decimals, or with more if that is needed to show on which side of a threshold the figure is. */
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

    /** Formats exactly, to the millisecond: {@code 1 h 2 min}, {@code 30 min 0.001 s}, {@code 0 s}. */
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
