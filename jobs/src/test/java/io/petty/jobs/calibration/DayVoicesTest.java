package io.petty.jobs.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.feedback.AboutEvent;
import io.petty.feedback.Feedback;
import io.petty.feedback.Voice;
import io.petty.jobs.calibration.EventVoices.OwnerVoice;
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.EventBuilder;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DayVoicesTest {
    private static final Event FIRST = sleep(1, 1_000, 2_000);
    private static final Event SECOND = sleep(2, 3_000, 4_000);
    private static final Event BOTH = sleep(3, 999, 4_000);

    @Test
    void countsAVoiceForTheEventThatItNamesEvenIfAnotherIsRecorded() {
        DayVoices voices = DayVoices.of(List.of(
                feedback(FIRST, "1", null, Voice.POSITIVE, 5, null),
                feedback(FIRST, "2", null, Voice.NEGATIVE, 6, new AboutEvent("a", 1_000, 9_000, Behavior.DEEP_SLEEP)),
                feedback(SECOND, "1", null, Voice.NEGATIVE, 7, AboutEvent.of(SECOND))));

        DayVoices.OnEvents on = voices.of(List.of(FIRST, SECOND));

        assertThat(on.voices())
                .containsExactly(
                        new EventVoices(List.of(new OwnerVoice(1, null, 5), new OwnerVoice(-1, null, 6))),
                        new EventVoices(List.of(new OwnerVoice(-1, null, 7))));
        assertThat(on.found()).isEqualTo(new FoundFeedback(3, 0, 1));
        assertThat(voices.isUnrecorded(FIRST.eventId())).isTrue();
        assertThat(voices.isUnrecorded(SECOND.eventId())).isFalse();
        assertThat(voices.unrecorded()).isEqualTo(1);
    }

    @Test
    void countsOnlyTheNewestVoiceOfAUserForEventsThatBecameOne() {
        DayVoices voices = DayVoices.of(List.of(
                feedback(FIRST, "1", "ann", Voice.NEGATIVE, 1, AboutEvent.of(FIRST)),
                feedback(FIRST, "fa", "0b", Voice.NEGATIVE, 1, AboutEvent.of(FIRST)),
                feedback(SECOND, "2", "ann", Voice.POSITIVE, 2, AboutEvent.of(SECOND)),
                feedback(SECOND, "f9ä", "0b", Voice.POSITIVE, 1, AboutEvent.of(SECOND)),
                feedback(SECOND, "5", null, Voice.POSITIVE, 1, AboutEvent.of(SECOND)),
                feedback(SECOND, "6", null, Voice.POSITIVE, 1, null)));

        DayVoices.OnEvents on = voices.of(List.of(BOTH));

        assertThat(on.voices())
                .containsExactly(new EventVoices(
                        List.of(new OwnerVoice(1, null, 1), new OwnerVoice(-1, null, 1), new OwnerVoice(1, null, 2))));
        assertThat(on.found()).isEqualTo(new FoundFeedback(5, 5, 0));
        assertThat(voices.documents()).isEqualTo(6);
    }

    @Test
    void findsEachOfManyVoices() {
        List<Event> events = IntStream.range(0, 100)
                .mapToObj(number -> sleep(number, 1_000L * number, 1_000L * number + 900))
                .toList();
        DayVoices voices = DayVoices.of(events.stream()
                .flatMap(event -> Stream.of(
                        feedback(event, "0a", "ann" + event.start(), Voice.POSITIVE, event.start(), null),
                        feedback(event, "0b", null, Voice.NEGATIVE, event.end(), AboutEvent.of(event))))
                .toList());

        DayVoices.OnEvents on = voices.of(events);

        assertThat(on.voices())
                .isEqualTo(events.stream()
                        .map(event -> new EventVoices(
                                List.of(new OwnerVoice(1, null, event.start()), new OwnerVoice(-1, null, event.end()))))
                        .toList());
        assertThat(on.found()).isEqualTo(new FoundFeedback(200, 0, 100));
        assertThat(voices.documents()).isEqualTo(200);
        assertThat(voices.unrecorded()).isEqualTo(100);
    }

    @Test
    void hasNoVoicesOnEventsWithoutFeedback() {
        assertThat(DayVoices.NONE.of(List.of(FIRST)).voices()).containsExactly(new EventVoices(List.of()));
        assertThat(DayVoices.of(List.of(feedback(FIRST, "1", null, Voice.POSITIVE, 5, AboutEvent.of(FIRST))))
                        .of(List.of(SECOND)))
                .isEqualTo(new DayVoices.OnEvents(List.of(new EventVoices(List.of())), FoundFeedback.NONE));
    }

    private static Feedback feedback(
            Event event, String id, @Nullable String user, Voice voice, long timestamp, @Nullable AboutEvent about) {
        return new Feedback(id, event.eventId(), user, voice, null, timestamp, "a.json", about);
    }

    private static Event sleep(int number, long start, long end) {
        return EventBuilder.event("a", start, end, Behavior.DEEP_SLEEP)
                .id("evt_0000%020x".formatted(number))
                .build();
    }
}
