package io.petty.jobs.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.petty.timeline.Behavior;
import java.time.Duration;
import java.time.LocalTime;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TimelineRulesTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void namesTheDefaults() {
        assertThat(TimelineRules.DEFAULTS.ruleset()).isEqualTo("2026.1");
        assertThat(withFetch(new TimelineRules.Fetch(100.0, Duration.parse("PT900S"), 2, 80, 160))
                        .ruleset())
                .isEqualTo("2026.1");
    }

    /** What is stamped on published events must not change from one version of the program to the next. */
    @Test
    void namesOverriddenFiguresByTheirHash() {
        assertThat(withFetch(new TimelineRules.Fetch(100, Duration.ofMinutes(15), 3, 80, 160))
                        .ruleset())
                .isEqualTo("2026.1+f9758986");
        assertThat(withFetch(new TimelineRules.Fetch(120.5, Duration.ofMinutes(15), 2, 80, 160))
                        .ruleset())
                .isEqualTo("2026.1+2fccc784");
    }

    @Test
    void hasAConfidenceForEveryBehavior() {
        TimelineRules.Confidence confidence = TimelineRules.DEFAULTS.confidence();

        assertThat(confidence.of(Behavior.DEEP_SLEEP)).isEqualTo(0.90);
        assertThat(confidence.of(Behavior.PLAYING_FETCH)).isEqualTo(0.80);
        assertThat(confidence.of(Behavior.ANXIOUS_PACING)).isEqualTo(0.75);
        assertThat(confidence.of(Behavior.RESTING)).isEqualTo(0.70);
        assertThat(confidence.of(Behavior.WALKING)).isEqualTo(0.70);
        assertThat(confidence.of(Behavior.RUNNING)).isEqualTo(0.70);
        assertThat(confidence.of(Behavior.ALERT)).isEqualTo(0.70);
        assertThat(confidence.of(Behavior.UNKNOWN)).isZero();
    }

    @Test
    void refusesSenselessFiguresByName() {
        refuses("session-gap", () -> with(MINUTE.negated(), MINUTE));
        refuses("blip", () -> with(MINUTE, Duration.ofNanos(1)));
        refuses("fetch.distance", () -> new TimelineRules.Fetch(-1, MINUTE, 2, 80, 160));
        refuses("fetch.distance", () -> new TimelineRules.Fetch(Double.NaN, MINUTE, 2, 80, 160));
        refuses("fetch.distance", () -> new TimelineRules.Fetch(1e300, MINUTE, 2, 80, 160));
        refuses("fetch.distance", () -> new TimelineRules.Fetch(0.0001, MINUTE, 2, 80, 160));
        refuses("fetch.chain", () -> new TimelineRules.Fetch(1, MINUTE.negated(), 2, 80, 160));
        refuses("fetch.cycles", () -> new TimelineRules.Fetch(1, MINUTE, 0, 80, 160));
        refuses("fetch.heart-rate-min", () -> new TimelineRules.Fetch(1, MINUTE, 2, 161, 160));
        refuses("fetch.heart-rate-max", () -> new TimelineRules.Fetch(1, MINUTE, 2, 80, 1e6));
        refuses("rest.window", () -> new TimelineRules.Rest(Duration.ZERO, 4, 40, 65, 3, 4, 1.5));
        refuses("rest.calm-readings", () -> new TimelineRules.Rest(MINUTE, 0, 40, 65, 3, 4, 1.5));
        refuses("rest.calm-heart-rate-min", () -> new TimelineRules.Rest(MINUTE, 4, 66, 65, 3, 4, 1.5));
        refuses("rest.calm-deviation", () -> new TimelineRules.Rest(MINUTE, 4, 40, 65, 0, 4, 1.5));
        refuses("rest.alert-readings", () -> new TimelineRules.Rest(MINUTE, 4, 40, 65, 3, 0, 1.5));
        refuses("rest.alert-factor", () -> new TimelineRules.Rest(MINUTE, 4, 40, 65, 3, 4, 0));
        refuses("pacing.located-readings", () -> new TimelineRules.Pacing(0, 70, 70, 110));
        refuses("pacing.radius", () -> new TimelineRules.Pacing(6, 0, 70, 110));
        refuses("pacing.heart-rate-min", () -> new TimelineRules.Pacing(6, 70, 120, 110));
        refuses("baseline.minimum-days", () -> new TimelineRules.Baseline(14, 90, 0));
        refuses("baseline.minimum-days", () -> new TimelineRules.Baseline(2, 90, 3));
        refuses("baseline.days", () -> new TimelineRules.Baseline(14, 13, 3));
        refuses(
                "inactivity.longer-than",
                () -> new TimelineRules.Inactivity(MINUTE.negated(), LocalTime.MIN, LocalTime.NOON));
        refuses("inactivity.from", () -> new TimelineRules.Inactivity(MINUTE, LocalTime.NOON, LocalTime.NOON));
        refuses("confidence.running", () -> new TimelineRules.Confidence(1, 1, 1, 1, 1, 1.1, 1));
    }

    private static void refuses(String name, ThrowingCallable figures) {
        assertThatIllegalArgumentException().isThrownBy(figures).withMessageStartingWith("petty.rules." + name + " ");
    }

    private static TimelineRules withFetch(TimelineRules.Fetch fetch) {
        TimelineRules defaults = TimelineRules.DEFAULTS;
        return new TimelineRules(
                defaults.sessionGap(),
                defaults.blip(),
                fetch,
                defaults.rest(),
                defaults.pacing(),
                defaults.baseline(),
                defaults.inactivity(),
                defaults.confidence(),
                defaults.calibration());
    }

    private static TimelineRules with(Duration sessionGap, Duration blip) {
        TimelineRules defaults = TimelineRules.DEFAULTS;
        return new TimelineRules(
                sessionGap,
                blip,
                defaults.fetch(),
                defaults.rest(),
                defaults.pacing(),
                defaults.baseline(),
                defaults.inactivity(),
                defaults.confidence(),
                defaults.calibration());
    }
}
