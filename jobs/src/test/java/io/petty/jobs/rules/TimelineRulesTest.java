package io.petty.jobs.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.petty.timeline.Behavior;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TimelineRulesTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final TimelineRules.Percentages RAISED = new TimelineRules.Percentages(125, 300);

    @Test
    void namesTheDefaults() {
        assertThat(TimelineRules.DEFAULTS.ruleset()).isEqualTo("2027.1");
        assertThat(with(new TimelineRules.Fetch(
                                100.0, Duration.parse("PT900S"), 2, new TimelineRules.Percentages(125.0, 300)))
                        .ruleset())
                .isEqualTo("2027.1");
    }

    /** The name is stamped on published events, so it must not change from one version of the program to the next. */
    @Test
    void namesOverriddenFiguresByTheirHash() {
        String cycles = with(new TimelineRules.Fetch(100, Duration.ofMinutes(15), 3, RAISED))
                .ruleset();
        String tiers = with(sleep(10, List.of(new TimelineRules.Tier(90, 105)))).ruleset();

        assertThat(cycles).isEqualTo("2027.1+da228b64");
        assertThat(tiers).isEqualTo("2027.1+56851f22");
    }

    @Test
    void hasAConfidenceForEveryBehavior() {
        TimelineRules.Confidence confidence = TimelineRules.DEFAULTS.confidence();

        assertThat(confidence.of(Behavior.DEEP_SLEEP, true)).isEqualTo(0.94);
        assertThat(confidence.of(Behavior.DEEP_SLEEP, false)).isEqualTo(0.70);
        assertThat(confidence.of(Behavior.PLAYING_FETCH, false)).isEqualTo(0.80);
        assertThat(confidence.of(Behavior.ANXIOUS_PACING, false)).isEqualTo(0.75);
        assertThat(confidence.of(Behavior.RESTING, false)).isEqualTo(0.95);
        assertThat(confidence.of(Behavior.WALKING, false)).isEqualTo(0.70);
        assertThat(confidence.of(Behavior.RUNNING, false)).isEqualTo(0.70);
        assertThat(confidence.of(Behavior.ALERT, false)).isEqualTo(0.70);
        assertThat(confidence.of(Behavior.UNKNOWN, false)).isZero();
    }

    @Test
    void parsesAndFormatsTiers() {
        assertThat(TimelineRules.DEFAULTS.sleep().tiers()).hasToString("[90/105, 60/90, 30/85]");
        assertThat(TimelineRules.Tier.valueOf(" 45/97.5 ")).isEqualTo(new TimelineRules.Tier(45, 97.5));
        assertThat(TimelineRules.Tier.valueOf("45/97.5")).hasToString("45/97.5");
        for (String text : List.of("", "90", "90/", "/105", "-90/105", "90/-5", "90:105", "90/1e3", "90/97.0001")) {
            refuses("sleep.tiers", () -> TimelineRules.Tier.valueOf(text));
        }
    }

    @Test
    void namesInvalidFigures() {
        TimelineRules.Percentages reversed = new TimelineRules.Percentages(170, 110);
        TimelineRules.Percentages tooHigh = new TimelineRules.Percentages(110, 1_001);
        refuses("session-gap", () -> with(MINUTE.negated(), MINUTE));
        refuses("session-gap", () -> with(MINUTE.minusMillis(1), MINUTE));
        refuses("blip", () -> with(MINUTE, Duration.ofNanos(1)));
        refuses("sleep.quiet-reach", () -> sleep(-1, List.of(new TimelineRules.Tier(90, 105))));
        refuses("sleep.quiet-reach", () -> sleep(1_441, List.of(new TimelineRules.Tier(90, 105))));
        refuses("sleep.tiers", () -> sleep(10, List.of()));
        refuses("sleep.tiers", () -> new TimelineRules.Tier(0, 105));
        refuses("sleep.tiers", () -> new TimelineRules.Tier(90, 1_001));
        refuses("fetch.distance", () -> new TimelineRules.Fetch(-1, MINUTE, 2, RAISED));
        refuses("fetch.distance", () -> new TimelineRules.Fetch(Double.NaN, MINUTE, 2, RAISED));
        refuses("fetch.distance", () -> new TimelineRules.Fetch(1e300, MINUTE, 2, RAISED));
        refuses("fetch.distance", () -> new TimelineRules.Fetch(0.0001, MINUTE, 2, RAISED));
        refuses("fetch.chain", () -> new TimelineRules.Fetch(1, MINUTE.negated(), 2, RAISED));
        refuses("fetch.cycles", () -> new TimelineRules.Fetch(1, MINUTE, 0, RAISED));
        refuses("fetch.heart-rate.from", () -> new TimelineRules.Fetch(1, MINUTE, 2, reversed));
        refuses("fetch.heart-rate.to", () -> new TimelineRules.Fetch(1, MINUTE, 2, tooHigh));
        refuses("rest.minutes-needed", () -> new TimelineRules.Rest(-1, 150, 4));
        refuses("rest.alert", () -> new TimelineRules.Rest(240, -1, 4));
        refuses("rest.alert", () -> new TimelineRules.Rest(240, 150.0001, 4));
        refuses("rest.alert-readings", () -> new TimelineRules.Rest(240, 150, 0));
        refuses("pacing.located-readings", () -> new TimelineRules.Pacing(0, 70, RAISED));
        refuses("pacing.radius", () -> new TimelineRules.Pacing(6, 0, RAISED));
        refuses("pacing.heart-rate.from", () -> new TimelineRules.Pacing(6, 70, reversed));
        refuses("baseline.minimum-days", () -> new TimelineRules.Baseline(14, 90, 0));
        refuses("baseline.minimum-days", () -> new TimelineRules.Baseline(2, 90, 3));
        refuses("baseline.days", () -> new TimelineRules.Baseline(14, 13, 3));
        refuses(
                "inactivity.longer-than",
                () -> new TimelineRules.Inactivity(MINUTE.negated(), LocalTime.MIN, LocalTime.NOON));
        refuses("inactivity.from", () -> new TimelineRules.Inactivity(MINUTE, LocalTime.NOON, LocalTime.NOON));
        refuses("confidence.running", () -> new TimelineRules.Confidence(1, 1, 1, 1, 1, 1, 1.1, 1));
        refuses("confidence.likely-deep-sleep", () -> new TimelineRules.Confidence(1, -1, 1, 1, 1, 1, 1, 1));
    }

    private static void refuses(String name, ThrowingCallable figures) {
        assertThatIllegalArgumentException().isThrownBy(figures).withMessageStartingWith("petty.rules." + name + " ");
    }

    private static TimelineRules.Sleep sleep(int quietReach, List<TimelineRules.Tier> tiers) {
        return new TimelineRules.Sleep(quietReach, 10, 10, 10, tiers, 4, 30, 5, 20, 180, 90);
    }

    /** Returns the default rules with the given figures for sleep. */
    static TimelineRules with(TimelineRules.Sleep sleep) {
        TimelineRules defaults = TimelineRules.DEFAULTS;
        return with(defaults.sessionGap(), sleep, defaults.blip(), defaults.fetch());
    }

    /** Returns the default rules with the given figures for games. */
    static TimelineRules with(TimelineRules.Fetch fetch) {
        TimelineRules defaults = TimelineRules.DEFAULTS;
        return with(defaults.sessionGap(), defaults.sleep(), defaults.blip(), fetch);
    }

    private static TimelineRules with(Duration sessionGap, Duration blip) {
        TimelineRules defaults = TimelineRules.DEFAULTS;
        return with(sessionGap, defaults.sleep(), blip, defaults.fetch());
    }

    private static TimelineRules with(
            Duration sessionGap, TimelineRules.Sleep sleep, Duration blip, TimelineRules.Fetch fetch) {
        TimelineRules defaults = TimelineRules.DEFAULTS;
        return new TimelineRules(
                sessionGap,
                sleep,
                blip,
                fetch,
                defaults.rest(),
                defaults.pacing(),
                defaults.baseline(),
                defaults.inactivity(),
                defaults.confidence(),
                defaults.calibration());
    }
}
