package io.petty.cli.render;

import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compares stated confidences with owners' votes, in bins of confidence and by behavior. */
public final class Reliability {
    static final int BINS = 10;

    private final Tally[] bins = new Tally[BINS];
    private final SortedMap<Behavior, Tally> behaviors =
            new TreeMap<>(Comparator.comparing(BehaviorLook.ORDER::indexOf));

    /** Votes on events, and the stated confidences of these events. */
    public static final class Tally {
        private Precision precision = Precision.NONE;
        private double confidences;

        private void add(Event event) {
            precision = precision.plus(event.feedbackPositive(), event.feedbackNegative());
            confidences += event.confidence() * (event.feedbackPositive() + event.feedbackNegative());
        }

        public Precision precision() {
            return precision;
        }

        /** Returns the mean stated confidence over the votes, 0 to 1. Requires votes. */
        public double stated() {
            return confidences / precision.votes();
        }

        /** Returns stated confidence minus observed precision. Requires votes. */
        public double difference() {
            return stated() - precision.share();
        }
    }

    public Reliability() {
        for (int i = 0; i < BINS; i++) {
            bins[i] = new Tally();
        }
    }

    /** Adds an event. Ignores events without votes, and unknown behavior, whose confidence states nothing. */
    public void add(Event event) {
        if (event.feedbackPositive() + event.feedbackNegative() > 0 && event.behavior() != Behavior.UNKNOWN) {
            bins[bin(event.confidence())].add(event);
            behaviors.computeIfAbsent(event.behavior(), behavior -> new Tally()).add(event);
        }
    }

    static int bin(double confidence) {
        return Math.max(0, Math.min(BINS - 1, (int) (confidence * BINS)));
    }

    /** Returns the bins by confidence, from 0 to 1; some may have no votes. */
    List<Tally> bins() {
        return List.of(bins);
    }

    /** Returns the behaviors with votes, in the order of drawings. */
    public SortedMap<Behavior, Tally> behaviors() {
        return behaviors;
    }

    public long votes() {
        long sum = 0;
        for (Tally bin : bins) {
            sum += bin.precision().votes();
        }
        return sum;
    }

    /**
     * Returns the expected calibration error over the bins, 0 to 1: the mean of |observed − stated|, weighted by votes
     * (Naeini, Cooper, Hauskrecht: Obtaining Well Calibrated Probabilities Using Bayesian Binning, AAAI 2015). Requires
     * at least one vote.
     */
    public double expectedCalibrationError() {
        double sum = 0;
        for (Tally bin : bins) {
            if (bin.precision().votes() > 0) {
                sum += Math.abs(bin.difference()) * bin.precision().votes();
            }
        }
        return sum / votes();
    }
}
