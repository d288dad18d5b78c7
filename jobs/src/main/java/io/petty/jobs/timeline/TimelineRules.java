package io.petty.jobs.timeline;

import io.petty.jobs.feedback.CalibrationRules;
import io.petty.timeline.Behavior;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Set;

/**
 * Every figure of the rules that make a timeline of readings. Heart rates are in beats per minute, distances in metres;
 * both count in whole thousandths, so that they compare exactly with readings.
 *
 * <p>All constructors throw {@link IllegalArgumentException} for figures that make no sense, naming the setting as
 * {@code petty.rules.*}.
 *
 * @param sessionGap readings further apart than this belong to two sessions
 * @param calibration how far feedback moves confidences
 * @param blip the longest time between the readings around a burst of another activity that is absorbed
 */
public record TimelineRules(
        Duration sessionGap,
        Duration blip,
        Fetch fetch,
        Rest rest,
        Pacing pacing,
        Baseline baseline,
        Inactivity inactivity,
        Confidence confidence,
        CalibrationRules calibration) {

    /** The version of the default figures. */
    private static final String VERSION = "2026.1";

    /** The specification's figures. */
    public static final TimelineRules DEFAULTS = new TimelineRules(
            Duration.ofMinutes(30),
            Duration.ofMinutes(5),
            new Fetch(100, Duration.ofMinutes(15), 2, 80, 160),
            new Rest(Duration.ofMinutes(10), 4, 40, 65, 3, 4, 1.5),
            new Pacing(6, 70, 70, 110),
            new Baseline(14, 90, 3),
            new Inactivity(Duration.ofHours(8), LocalTime.of(8, 0), LocalTime.of(20, 0)),
            new Confidence(0.90, 0.75, 0.80, 0.70, 0.70, 0.70, 0.70),
            CalibrationRules.DEFAULTS);

    public TimelineRules {
        Figures.requireDuration("session-gap", sessionGap);
        Figures.requireDuration("blip", blip);
    }

    /**
     * Names this set of figures: {@code 2026.1}, or with any figure overridden {@code 2026.1+} and the first 8 hex
     * digits of the SHA-256 of all of them.
     */
    public String ruleset() {
        return equals(DEFAULTS) ? VERSION : VERSION + "+" + Figures.hash(this, Set.of(CalibrationRules.DEFAULTS));
    }

    /**
     * Games of fetch.
     *
     * @param distance a cycle leads further away than this, metres
     * @param chain the longest time from the start of one cycle's calm to the start of the next cycle's run
     * @param cycles the fewest cycles of a game
     * @param heartRateMin the least mean heart rate of a game's runs, beats per minute
     * @param heartRateMax the greatest mean heart rate of a game's runs, beats per minute
     */
    public record Fetch(double distance, Duration chain, int cycles, double heartRateMin, double heartRateMax) {
        public Fetch {
            Figures.requireDistance("fetch.distance", distance);
            Figures.requireDuration("fetch.chain", chain);
            Figures.requireAtLeast("fetch.cycles", 1, cycles);
            Figures.requireHeartRates("fetch.heart-rate-min", heartRateMin, "fetch.heart-rate-max", heartRateMax);
        }
    }

    /**
     * Windows of rest.
     *
     * @param window the length of a window
     * @param calmReadings the fewest readings of a calm window
     * @param calmHeartRateMin the least mean heart rate of a calm window, beats per minute
     * @param calmHeartRateMax the greatest mean heart rate of a calm window, beats per minute
     * @param calmDeviation the population deviation of a calm window is below this, beats per minute
     * @param alertReadings the fewest readings of an alert
     * @param alertFactor the mean heart rate of an alert is above this many times the resting baseline
     */
    public record Rest(
            Duration window,
            int calmReadings,
            double calmHeartRateMin,
            double calmHeartRateMax,
            double calmDeviation,
            int alertReadings,
            double alertFactor) {
        public Rest {
            Figures.requirePositiveDuration("rest.window", window);
            Figures.requireAtLeast("rest.calm-readings", 1, calmReadings);
            Figures.requireHeartRates(
                    "rest.calm-heart-rate-min", calmHeartRateMin, "rest.calm-heart-rate-max", calmHeartRateMax);
            Figures.requirePositive("rest.calm-deviation", calmDeviation);
            Figures.requireHeartRate("rest.calm-deviation", calmDeviation);
            Figures.requireAtLeast("rest.alert-readings", 1, alertReadings);
            Figures.requirePositive("rest.alert-factor", alertFactor);
        }
    }

    /**
     * Anxious pacing, as against a walk.
     *
     * @param locatedReadings the fewest readings with a location
     * @param radius all of those lie nearer to their centroid than this, metres
     * @param heartRateMin the least mean heart rate, beats per minute
     * @param heartRateMax the greatest mean heart rate, beats per minute
     */
    public record Pacing(int locatedReadings, double radius, double heartRateMin, double heartRateMax) {
        public Pacing {
            Figures.requireAtLeast("pacing.located-readings", 1, locatedReadings);
            Figures.requirePositive("pacing.radius", radius);
            Figures.requireDistance("pacing.radius", radius);
            Figures.requireHeartRates("pacing.heart-rate-min", heartRateMin, "pacing.heart-rate-max", heartRateMax);
        }
    }

    /**
     * The resting baseline.
     *
     * @param days the most days it is drawn from
     * @param windowDays how many days before a day those may lie
     * @param minimumDays the fewest days it is drawn from
     */
    public record Baseline(int days, int windowDays, int minimumDays) {
        public Baseline {
            Figures.requireAtLeast("baseline.minimum-days", 1, minimumDays);
            Figures.requireOrder("baseline.minimum-days", minimumDays, "baseline.days", days);
            Figures.requireOrder("baseline.days", days, "baseline.window-days", windowDays);
        }
    }

    /**
     * Prolonged inactivity, a summary's flag.
     *
     * @param longerThan a stretch of rest covers more than this of the time of day
     * @param from where the time of day begins, UTC
     * @param to where the time of day ends, UTC
     */
    public record Inactivity(Duration longerThan, LocalTime from, LocalTime to) {
        public Inactivity {
            Figures.requireDuration("inactivity.longer-than", longerThan);
            Figures.requireMilliseconds("inactivity.from", from);
            Figures.requireMilliseconds("inactivity.to", to);
            if (!from.isBefore(to)) {
                throw Figures.refused("inactivity.from", "must be before inactivity.to, not " + from + " and " + to);
            }
        }
    }

    /** The confidence of each behavior's rule before any feedback, 0 to 1; that of unknown behavior is 0. */
    public record Confidence(
            double deepSleep,
            double anxiousPacing,
            double playingFetch,
            double resting,
            double walking,
            double running,
            double alert) {
        public Confidence {
            Figures.requireShare("confidence.deep-sleep", deepSleep);
            Figures.requireShare("confidence.anxious-pacing", anxiousPacing);
            Figures.requireShare("confidence.playing-fetch", playingFetch);
            Figures.requireShare("confidence.resting", resting);
            Figures.requireShare("confidence.walking", walking);
            Figures.requireShare("confidence.running", running);
            Figures.requireShare("confidence.alert", alert);
        }

        /** The confidence of the rule that tells {@code behavior}. */
        public double of(Behavior behavior) {
            return switch (behavior) {
                case DEEP_SLEEP -> deepSleep;
                case ANXIOUS_PACING -> anxiousPacing;
                case PLAYING_FETCH -> playingFetch;
                case RESTING -> resting;
                case WALKING -> walking;
                case RUNNING -> running;
                case ALERT -> alert;
                case UNKNOWN -> 0;
            };
        }
    }
}
