package io.petty.jobs.rules;

import io.petty.jobs.calibration.CalibrationRules;
import io.petty.lake.RulesInForce;
import io.petty.timeline.Behavior;
import java.io.Serializable;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All figures of the rules that compute a timeline from readings. Limits of heart rates are percentages of one of the
 * collar's own rates. Percentages and distances (metres) have whole thousandths, so that they compare exactly with
 * readings.
 *
 * <p>All constructors throw {@link IllegalArgumentException} for invalid figures, naming the setting as {@code
 * petty.rules.*}.
 *
 * @param sessionGap a longer gap between readings separates two sessions; at least a minute, since a minute belongs to
 *     one session
 * @param blip the maximum time between the readings around an absorbed burst of another activity
 * @param calibration how far feedback changes confidences
 */
public record TimelineRules(
        Duration sessionGap,
        Sleep sleep,
        Duration blip,
        Fetch fetch,
        Rest rest,
        Pacing pacing,
        Baseline baseline,
        Inactivity inactivity,
        Confidence confidence,
        CalibrationRules calibration)
        implements Serializable {

    /** The version of the default figures. */
    private static final String VERSION = "2027.1";

    private static final int DAY_MINUTES = 1_440;

    /** The figures of the specification. */
    public static final TimelineRules DEFAULTS = new TimelineRules(
            Duration.ofMinutes(30),
            new Sleep(
                    10,
                    10,
                    10,
                    10,
                    List.of(new Tier(90, 105), new Tier(60, 90), new Tier(30, 85)),
                    4,
                    30,
                    5,
                    20,
                    180,
                    90),
            Duration.ofMinutes(5),
            new Fetch(100, Duration.ofMinutes(15), 2, new Percentages(125, 300)),
            new Rest(240, 150, 4),
            new Pacing(6, 70, new Percentages(110, 170)),
            new Baseline(14, 90, 3),
            new Inactivity(Duration.ofHours(8), LocalTime.of(8, 0), LocalTime.of(20, 0)),
            new Confidence(0.94, 0.70, 0.75, 0.80, 0.95, 0.70, 0.70, 0.70),
            CalibrationRules.DEFAULTS);

    public TimelineRules {
        Figures.requireDuration("session-gap", sessionGap);
        if (sessionGap.compareTo(Duration.ofMinutes(1)) < 0) {
            throw Figures.refused("session-gap", "must be at least 1 minute, not " + sessionGap);
        }
        Figures.requireDuration("blip", blip);
    }

    /**
     * Returns the name of this set of figures: {@code 2027.1} for the defaults. If any figure is overridden, {@code +}
     * and the first 8 hex digits of the SHA-256 of all figures follow.
     */
    public String ruleset() {
        return Figures.same(this, DEFAULTS) ? VERSION : VERSION + "+" + Figures.hash(this);
    }

    /** Returns the figures that decide whether a published day is stale. */
    public RulesInForce inForce() {
        return new RulesInForce(ruleset(), baseline.windowDays(), calibration.windowDays());
    }

    /**
     * A range of percentages of the reference rate, both ends included.
     *
     * @param from 0 to 1,000
     * @param to 0 to 1,000
     */
    public record Percentages(double from, double to) implements Serializable {}

    /**
     * Sleep, which is computed from the minutes of a session that have readings. A minute is restless if at least half
     * of its readings are active.
     *
     * @param quietReach how many minutes before and after a minute decide whether it is quiet
     * @param quietRestless the maximum percentage of these minutes that may be restless
     * @param quietGap two stretches of quiet minutes with at most this many minutes between them are joined
     * @param shortest the minimum length of a sleep's stretch, in minutes
     * @param tiers the tiers; a stretch must meet at least one
     * @param heartRatesNeeded the minimum number of heart rates of activity 0 in a sleep's stretch
     * @param dayEdgeCredit the minutes that are added to the length of a stretch that reaches an edge of the UTC day
     * @param dayEdge how many minutes at either end of the UTC day are its edge
     * @param gap two sleeps with at most this many minutes between them are joined
     * @param sureLength the length in minutes from which a sleep is sure, whatever its heart rate
     * @param sureHeartRate the percentage of the reference rate up to which a sleep is sure, however short
     */
    public record Sleep(
            int quietReach,
            double quietRestless,
            int quietGap,
            int shortest,
            List<Tier> tiers,
            int heartRatesNeeded,
            int dayEdgeCredit,
            int dayEdge,
            int gap,
            int sureLength,
            double sureHeartRate)
            implements Serializable {
        public Sleep {
            tiers = List.copyOf(tiers);
            Figures.requireBetween("sleep.quiet-reach", 0, DAY_MINUTES, quietReach);
            Figures.requirePercentage("sleep.quiet-restless", quietRestless);
            Figures.requireBetween("sleep.quiet-gap", 0, DAY_MINUTES, quietGap);
            Figures.requireBetween("sleep.shortest", 1, DAY_MINUTES, shortest);
            if (tiers.isEmpty()) {
                throw Figures.refused("sleep.tiers", "must have a tier, such as 90/105");
            }
            Figures.requireAtLeast("sleep.heart-rates-needed", 1, heartRatesNeeded);
            Figures.requireBetween("sleep.day-edge-credit", 0, DAY_MINUTES, dayEdgeCredit);
            Figures.requireBetween("sleep.day-edge", 0, DAY_MINUTES, dayEdge);
            Figures.requireBetween("sleep.gap", 0, DAY_MINUTES, gap);
            Figures.requireBetween("sleep.sure-length", 1, DAY_MINUTES, sureLength);
            Figures.requirePercentage("sleep.sure-heart-rate", sureHeartRate);
        }
    }

    /**
     * A minimum length and a maximum mean heart rate that together make a quiet stretch a sleep. It is written
     * {@code 90/105}, for at least 90 minutes at up to 105 % of the reference rate.
     *
     * @param minutes the minimum credited length
     * @param heartRate the maximum mean heart rate, as a percentage of the reference rate
     */
    public record Tier(int minutes, double heartRate) implements Serializable {
        private static final Pattern FORM = Pattern.compile("(\\d{1,4})/(\\d{1,4}(?:\\.\\d{1,3})?)");

        public Tier {
            Figures.requireBetween("sleep.tiers", 1, 2 * DAY_MINUTES, minutes);
            Figures.requirePercentage("sleep.tiers", heartRate);
        }

        /** Parses a tier in the format of {@link #toString}. */
        public static Tier valueOf(String text) {
            Matcher tier = FORM.matcher(text.strip());
            if (!tier.matches()) {
                throw Figures.refused(
                        "sleep.tiers", "must be minutes/percent, such as 90/105,60/90,30/85, not '" + text + "'");
            }
            return new Tier(Integer.parseInt(tier.group(1)), Double.parseDouble(tier.group(2)));
        }

        @Override
        public String toString() {
            return minutes + "/" + Figures.text(heartRate);
        }
    }

    /**
     * Games of fetch.
     *
     * @param distance the distance of a cycle must exceed this, in metres
     * @param chain the maximum time from the start of one cycle's calm to the start of the next cycle's run
     * @param cycles the minimum number of cycles of a game
     * @param heartRate the range of the mean heart rate of a game's runs
     */
    public record Fetch(double distance, Duration chain, int cycles, Percentages heartRate) implements Serializable {
        public Fetch {
            Figures.requireDistance("fetch.distance", distance);
            Figures.requireDuration("fetch.chain", chain);
            Figures.requireAtLeast("fetch.cycles", 1, cycles);
            Figures.requirePercentages("fetch.heart-rate", heartRate);
        }
    }

    /**
     * Rest that isn't sleep, and the day's resting rate.
     *
     * @param minutesNeeded if a day has at least this many minutes of rest with a heart rate, its resting rate is its
     *     reference rate, even if there is a baseline
     * @param alert the mean heart rate of an alert is above this percentage of the baseline
     * @param alertReadings the minimum number of an alert's readings that have a heart rate
     */
    public record Rest(int minutesNeeded, double alert, int alertReadings) implements Serializable {
        public Rest {
            Figures.requireBetween("rest.minutes-needed", 0, DAY_MINUTES, minutesNeeded);
            Figures.requirePercentage("rest.alert", alert);
            Figures.requireAtLeast("rest.alert-readings", 1, alertReadings);
        }
    }

    /**
     * Anxious pacing, in contrast to a walk.
     *
     * @param locatedReadings the minimum number of readings with a location
     * @param radius all of these readings must be nearer to their centroid than this, in metres
     * @param heartRate the range of the mean heart rate
     */
    public record Pacing(int locatedReadings, double radius, Percentages heartRate) implements Serializable {
        public Pacing {
            Figures.requireAtLeast("pacing.located-readings", 1, locatedReadings);
            Figures.requirePositive("pacing.radius", radius);
            Figures.requireDistance("pacing.radius", radius);
            Figures.requirePercentages("pacing.heart-rate", heartRate);
        }
    }

    /**
     * The resting baseline.
     *
     * @param days the maximum number of days from which it is computed
     * @param windowDays the maximum age of these days, in days
     * @param minimumDays the minimum number of days from which it is computed
     */
    public record Baseline(int days, int windowDays, int minimumDays) implements Serializable {
        public Baseline {
            Figures.requireAtLeast("baseline.minimum-days", 1, minimumDays);
            Figures.requireOrder("baseline.minimum-days", minimumDays, "baseline.days", days);
            Figures.requireOrder("baseline.days", days, "baseline.window-days", windowDays);
        }
    }

    /**
     * Prolonged inactivity, a flag of summaries.
     *
     * @param longerThan a stretch of rest must last longer than this between {@code from} and {@code to}
     * @param from the start of the time range of each day, UTC
     * @param to the end of the time range of each day, UTC
     */
    public record Inactivity(Duration longerThan, LocalTime from, LocalTime to) implements Serializable {
        public Inactivity {
            Figures.requireDuration("inactivity.longer-than", longerThan);
            Figures.requireMilliseconds("inactivity.from", from);
            Figures.requireMilliseconds("inactivity.to", to);
            if (!from.isBefore(to)) {
                throw Figures.refused("inactivity.from", "must be before inactivity.to, not " + from + " and " + to);
            }
        }
    }

    /**
     * The confidence of each behavior's rule without feedback, 0 to 1. The confidence of unknown behavior is 0.
     *
     * @param deepSleep the confidence of a sure sleep, see {@link Sleep}
     * @param likelyDeepSleep the confidence of any other sleep
     */
    public record Confidence(
            double deepSleep,
            double likelyDeepSleep,
            double anxiousPacing,
            double playingFetch,
            double resting,
            double walking,
            double running,
            double alert)
            implements Serializable {
        public Confidence {
            Figures.requireShare("confidence.deep-sleep", deepSleep);
            Figures.requireShare("confidence.likely-deep-sleep", likelyDeepSleep);
            Figures.requireShare("confidence.anxious-pacing", anxiousPacing);
            Figures.requireShare("confidence.playing-fetch", playingFetch);
            Figures.requireShare("confidence.resting", resting);
            Figures.requireShare("confidence.walking", walking);
            Figures.requireShare("confidence.running", running);
            Figures.requireShare("confidence.alert", alert);
        }

        /**
         * Returns the confidence of the rule for {@code behavior}.
         *
         * @param sure whether a sleep is sure; ignored for other behaviors
         */
        double of(Behavior behavior, boolean sure) {
            return switch (behavior) {
                case DEEP_SLEEP -> sure ? deepSleep : likelyDeepSleep;
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
