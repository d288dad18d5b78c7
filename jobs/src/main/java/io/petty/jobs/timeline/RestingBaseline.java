package io.petty.jobs.timeline;

import io.petty.timeline.RestingHeartRate;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A collar's resting baseline of one day, drawn from earlier days alone, as an exact fraction in lowest terms:
 * {@code numerator / denominator} thousandths of a beat per minute.
 *
 * @param numerator not negative
 * @param denominator positive
 */
public record RestingBaseline(BigInteger numerator, BigInteger denominator) {
    /** Far more digits than a double has, so that the double of them is the one nearest to the fraction. */
    private static final MathContext DIGITS = new MathContext(40);

    public RestingBaseline {
        if (numerator.signum() < 0 || denominator.signum() <= 0) {
            throw new IllegalArgumentException(
                    "A resting baseline can't be %d/%d thousandths".formatted(numerator, denominator));
        }
        BigInteger divisor = numerator.gcd(denominator);
        numerator = numerator.divide(divisor);
        denominator = denominator.divide(divisor);
    }

    /**
     * The median of a collar's last resting heart rates before a day.
     *
     * @param day the day the baseline is for
     * @param earlier the collar's resting heart rates, at most one a day, in any order; those that are too old or not
     *     before {@code day} are left out
     * @return empty when fewer days than the rules ask for have a resting heart rate
     * @throws IllegalArgumentException when a day occurs twice
     */
    public static Optional<RestingBaseline> before(
            LocalDate day, Collection<RestingHeartRate> earlier, TimelineRules rules) {
        List<RestingHeartRate> drawn = drawn(day, earlier, rules);
        if (drawn.size() < rules.baseline().minimumDays()) {
            return Optional.empty();
        }
        drawn.sort(RestingBaseline::compareExactly);
        RestingHeartRate low = drawn.get((drawn.size() - 1) / 2);
        RestingHeartRate high = drawn.get(drawn.size() / 2);
        BigInteger lowReadings = BigInteger.valueOf(low.readings());
        BigInteger highReadings = BigInteger.valueOf(high.readings());
        return Optional.of(new RestingBaseline(
                BigInteger.valueOf(low.sum())
                        .multiply(highReadings)
                        .add(BigInteger.valueOf(high.sum()).multiply(lowReadings)),
                lowReadings.multiply(highReadings).shiftLeft(1)));
    }

    /**
     * The resting heart rates that the baseline of a day is drawn from, the newest first; too few of them make none.
     *
     * @throws IllegalArgumentException when a day occurs twice
     */
    static List<RestingHeartRate> drawn(LocalDate day, Collection<RestingHeartRate> earlier, TimelineRules rules) {
        LocalDate oldest = day.minusDays(rules.baseline().windowDays());
        List<RestingHeartRate> latest = new ArrayList<>();
        for (RestingHeartRate resting : earlier) {
            if (resting.day().isBefore(day) && !resting.day().isBefore(oldest)) {
                latest.add(resting);
            }
        }
        latest.sort(Comparator.comparing(RestingHeartRate::day).reversed());
        for (int i = 1; i < latest.size(); i++) {
            if (latest.get(i).day().equals(latest.get(i - 1).day())) {
                throw new IllegalArgumentException("Two resting heart rates of "
                        + latest.get(i).day() + ": " + latest.get(i - 1) + " and " + latest.get(i));
            }
        }
        return latest.subList(0, Math.min(latest.size(), rules.baseline().days()));
    }

    private static int compareExactly(RestingHeartRate a, RestingHeartRate b) {
        return BigInteger.valueOf(a.sum())
                .multiply(BigInteger.valueOf(b.readings()))
                .compareTo(BigInteger.valueOf(b.sum()).multiply(BigInteger.valueOf(a.readings())));
    }

    /** Beats per minute. */
    public double beatsPerMinute() {
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator).movePointRight(3), DIGITS)
                .doubleValue();
    }

    /**
     * Whether a mean heart rate is greater than {@code factor} times this baseline, exactly.
     *
     * @param sum of the heart rates, thousandths of a beat per minute
     * @param readings how many they are, at least 1
     */
    boolean isExceededBy(long sum, int readings, BigDecimal factor) {
        BigDecimal mean = new BigDecimal(denominator.multiply(BigInteger.valueOf(sum)));
        BigDecimal limit = new BigDecimal(numerator.multiply(BigInteger.valueOf(readings)));
        return mean.compareTo(limit.multiply(factor)) > 0;
    }
}
