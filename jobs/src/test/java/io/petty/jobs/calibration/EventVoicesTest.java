package io.petty.jobs.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.jobs.calibration.EventVoices.OwnerVoice;
import io.petty.jobs.calibration.EventVoices.Verdict;
import io.petty.timeline.Behavior;
import io.petty.timeline.Review;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the verdict of voices on one event, which the rules recognized as a walk. */
class EventVoicesTest {
    private static final OwnerVoice FOR = new OwnerVoice(1, null, 1);
    private static final OwnerVoice AGAINST = new OwnerVoice(-1, null, 2);
    private static final OwnerVoice WORDS = new OwnerVoice(0, null, 3);

    @Test
    void reviewsByVoicesForAndAgainst() {
        assertThat(on().review()).isEqualTo(Review.UNREVIEWED);
        assertThat(on(WORDS)).isEqualTo(new Verdict(0, 0, Review.UNREVIEWED, null));
        assertThat(on(FOR, WORDS)).isEqualTo(new Verdict(1, 0, Review.CONFIRMED, null));
        assertThat(on(AGAINST)).isEqualTo(new Verdict(0, 1, Review.REJECTED, null));
        assertThat(on(FOR, AGAINST)).isEqualTo(new Verdict(1, 1, Review.DISPUTED, null));
    }

    @Test
    void countsACorrectionAsAVoiceAgainst() {
        assertThat(on(correction(1, "Eating", 1))).isEqualTo(new Verdict(0, 1, Review.REJECTED, "Eating"));
        assertThat(on(correction(0, "Eating", 1))).isEqualTo(new Verdict(0, 1, Review.REJECTED, "Eating"));
        assertThat(on(correction(1, "Walking", 1))).isEqualTo(new Verdict(1, 0, Review.CONFIRMED, null));
    }

    @Test
    void choosesTheMostFrequentCorrectionAndThenTheNewest() {
        assertThat(on(correction(-1, "Eating", 1), correction(-1, "Eating", 2), correction(-1, "Running", 3))
                        .correctedBehavior())
                .isEqualTo("Eating");
        assertThat(on(correction(-1, "Eating", 1), correction(-1, "Running", 2)).correctedBehavior())
                .isEqualTo("Running");
        assertThat(on(correction(-1, "Running", 1), correction(-1, "Eating", 2)).correctedBehavior())
                .isEqualTo("Eating");
    }

    @Test
    void correctsOnlyIfMoreVoicesAreAgainstThanFor() {
        assertThat(on(FOR, correction(-1, "Eating", 5))).isEqualTo(new Verdict(1, 1, Review.DISPUTED, null));
        assertThat(on(FOR, AGAINST, correction(-1, "Eating", 5)))
                .isEqualTo(new Verdict(1, 2, Review.DISPUTED, "Eating"));
    }

    private static OwnerVoice correction(int word, String behavior, long timestamp) {
        return new OwnerVoice(word, behavior, timestamp);
    }

    private static Verdict on(OwnerVoice... voices) {
        return new EventVoices(List.of(voices)).on(Behavior.WALKING);
    }
}
