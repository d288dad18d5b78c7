package io.petty.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.jobs.rules.CollarTimeline;
import io.petty.jobs.rules.CollarTimelines;
import io.petty.jobs.rules.EventExplanation;
import io.petty.jobs.rules.EventExplanation.Stretch;
import io.petty.jobs.rules.EventExplanations;
import io.petty.jobs.rules.RestingBaseline;
import io.petty.jobs.rules.TimelineRules;
import io.petty.reading.CollarDay;
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.RestingHeartRate;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Explains every event of generated days. The explanations must agree with the rules. */
class ExplainedLifeTest {
    private static final long DAY_MILLIS = 86_400_000;
    private static final long START = LocalDate.parse("2026-11-16").toEpochDay() * DAY_MILLIS;
    private static final int DAYS = 5;
    private static final int PETS = 6;
    private static final long SEED = 3;

    @Test
    void explanationsOfAllEventsAgreeWithTheRules() {
        GenerateSettings settings =
                GenerateSettings.defaults().withCadence(Duration.ofMinutes(2), Duration.ofSeconds(20));
        FeedbackGenerator generator = new FeedbackGenerator(settings, new FeedbackSettings(0, 0));
        Set<Behavior> explained = EnumSet.noneOf(Behavior.class);
        for (int number = 0; number < PETS; number++) {
            Pet pet = Pet.of(SEED, number, settings);
            List<RestingHeartRate> resting = new ArrayList<>();
            for (CollarDay day : generator.readings(pet, SEED, START, START + DAYS * DAY_MILLIS)) {
                CollarTimeline timeline = new CollarTimelines(TimelineRules.DEFAULTS)
                        .compute(day, RestingBaseline.before(day.day(), resting, TimelineRules.DEFAULTS));
                for (Event event : timeline.events()) {
                    explain(day, resting, event);
                    explained.add(event.behavior());
                }
                timeline.resting().ifPresent(resting::add);
            }
        }
        assertThat(explained).contains(Behavior.DEEP_SLEEP, Behavior.RESTING, Behavior.WALKING, Behavior.RUNNING);
    }

    private static void explain(CollarDay day, List<RestingHeartRate> earlier, Event event) {
        EventExplanation why = new EventExplanations(TimelineRules.DEFAULTS)
                .explain(day, earlier, event.start())
                .orElseThrow();
        assertThat(why.event()).isEqualTo(event);
        boolean asleep = event.behavior() == Behavior.DEEP_SLEEP;
        assertThat(why.stretches().stream().anyMatch(Stretch::isSleep))
                .as("%s", why)
                .isEqualTo(asleep);
        assertThat(why.judgement().isEmpty()).isEqualTo(asleep);
        why.judgement()
                .ifPresent(judgement -> assertThat(judgement.holds())
                        .as("%s", why)
                        .isEqualTo(judgement.behavior() == event.behavior()));
    }
}
