package io.petty.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.EventBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AboutEventTest {
    private static final AboutEvent SLEEP = new AboutEvent("a", 1_000, 2_000, Behavior.DEEP_SLEEP);

    @Test
    void isCarriedToTheEventWithTheGreatestOverlapIfThatIsAtLeastHalf() {
        assertThat(carried(SLEEP, sleep(0, 1_500))).contains(sleep(0, 1_500));
        assertThat(carried(SLEEP, sleep(0, 1_499))).isEmpty();
        assertThat(carried(SLEEP, sleep(0, 1_300), sleep(1_300, 5_000))).contains(sleep(1_300, 5_000));
    }

    @Test
    void isCarriedToTheEarlierOfTwoEventsWithTheSameOverlap() {
        assertThat(carried(SLEEP, sleep(0, 1_500), sleep(1_500, 5_000))).contains(sleep(0, 1_500));
    }

    @Test
    void isNotCarriedToAnotherCollarOrBehavior() {
        assertThat(carried(SLEEP, event("b", 1_000, 2_000, Behavior.DEEP_SLEEP)))
                .isEmpty();
        assertThat(carried(SLEEP, event("a", 1_000, 2_000, Behavior.RESTING))).isEmpty();
    }

    @Test
    void isCarriedFromAnEventWithoutDurationToOneThatTouchesIt() {
        AboutEvent instant = new AboutEvent("a", 1_000, 1_000, Behavior.DEEP_SLEEP);

        assertThat(carried(instant, sleep(1_000, 2_000))).contains(sleep(1_000, 2_000));
        assertThat(carried(instant, sleep(1_001, 2_000))).isEmpty();
    }

    private static Optional<Event> carried(AboutEvent from, Event... events) {
        return from.carriedTo(List.of(events));
    }

    private static Event sleep(long start, long end) {
        return event("a", start, end, Behavior.DEEP_SLEEP);
    }

    private static Event event(String collar, long start, long end, Behavior behavior) {
        return EventBuilder.event(collar, start, end, behavior).build();
    }
}
