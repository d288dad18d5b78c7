package io.petty.jobs.rules;

import static io.petty.jobs.rules.CollarDayBuilder.collar;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.petty.timeline.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineAuditTest {
    private final CollarDayBuilder day =
            collar().at("03:00").activity(1).readings(3).activity(2).readings(3);
    private final CollarTimeline timeline = Timelines.timeline(day);
    private final Event walk = timeline.events().get(0);
    private final Event run = timeline.events().get(1);

    @Test
    void acceptsEventsThatFollowEachOther() {
        TimelineAudit.check(day.build(), timeline);
    }

    @Test
    void refusesATimelineThatLacksAReading() {
        refuses("hold 3 readings of 6", walk);
    }

    @Test
    void refusesOverlappingEvents() {
        Event early = Timelines.timeline(collar().at("03:02").activity(2).readings(3))
                .events()
                .get(0);
        refuses("overlap", walk, early);
        refuses("overlap", run, walk);
    }

    @Test
    void refusesTwoEventsWithTheSameStart() {
        Event single =
                Timelines.timeline(collar().at("03:00").reading()).events().get(0);
        refuses("overlap", single, walk);
    }

    private void refuses(String message, Event... events) {
        CollarTimeline wrong = new CollarTimeline(List.of(events), timeline.summary(), timeline.resting());
        assertThatIllegalStateException()
                .isThrownBy(() -> TimelineAudit.check(day.build(), wrong))
                .withMessageContaining(message);
    }
}
