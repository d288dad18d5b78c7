package io.petty.cli.render;

import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Holds what confidences state against what owners' voices say, in bins of confidence and by behavior. */
public final class Reliability {
    static final int BINS = 10;

    private final Tally[] bins = new Tally[BINS];
    private final Map<Behavior, Tally> behaviors = new EnumMap<>(Behavior.class);

    /** Voices on events, with the confidences those were stated with. */
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

        /** The mean over the voices, 0 to 1; only where there are voices. */
        public double stated() {
            return confidences / precision.voices();
        }

        /** Stated above observed; only where there are voices. */
        public double difference() {
            return stated() - precision.share();
        }
    }

    public Reliability() {
        for (int i = 0; i < BINS; i++) {
            bins[i] = new Tally();
        }
    }

    /** Adds an event; one nobody spoke of, or of unknown behavior, which states nothing, changes nothing. */
    public void add(Event event) {
        if (event.feedbackPositive() + event.feedbackNegative() > 0 && event.behavior() != Behavior.UNKNOWN) {
            bins[bin(event.confidence())].add(event);
            behaviors.computeIfAbsent(event.behavior(), behavior -> new Tally()).add(event);
        }
    }

    static int bin(double confidence) {
        return Math.max(0, Math.min(BINS - 1, (int) (confidence * BINS)));
    }

    /** By confidence, from 0 to 1; some may have no voice. */
    List<Tally> bins() {
        return List.of(bins);
    }

    /** Those that have voices, in the order drawings list behaviors in. */
    public Map<Behavior, Tally> behaviors() {
        return behaviors;
    }

    public List<Behavior> order() {
        List<Behavior> order = new ArrayList<>(BehaviorLook.ORDER);
        order.retainAll(behaviors.keySet());
        return order;
    }

    public long voices() {
        long sum = 0;
        for (Tally bin : bins) {
            sum += bin.precision().voices();
        }
        return sum;
    }

    /**
     * The expected calibration error over the bins: the mean of |observed − stated|, weighted by voices (Naeini, Cooper,
     * Hauskrecht: Obtaining Well Calibrated Probabilities Using Bayesian Binning, AAAI 2015). 0 to 1; only where there are
     * voices.
     */
    public double expectedCalibrationError() {
        double sum = 0;
        for (Tally bin : bins) {
            if (bin.precision().voices() > 0) {
                sum += Math.abs(bin.difference()) * bin.precision().voices();
            }
        }
        return sum / voices();
    }
}
