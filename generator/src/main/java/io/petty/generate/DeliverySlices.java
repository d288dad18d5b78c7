package io.petty.generate;

import io.petty.reading.PackedReading;
import java.util.HashMap;
import java.util.Map;

/**
 * Decides when and how readings arrive. Most arrive within seconds. A few are uploaded together on a later day, arrive
 * twice, or are followed by a malformed line. The delivery of a collar's readings depends only on the seed, the
 * settings and this collar.
 */
final class DeliverySlices {
    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final long PURPOSE = 4;
    /** A collar that is out of reach collects about this many readings and uploads them together. */
    private static final int READINGS_AN_UPLOAD = 12;

    private static final long SHORTEST_LATENESS = 2 * 3_600_000L;
    private static final double UNUSUAL_SHARE = 0.002;
    private static final double STRAGGLER_SHARE = 0.015;

    private final GenerateSettings settings;
    private final long seed;
    private final long end;
    private final long fileLength;
    private final long sliceLength;
    private final int expectedPerSlice;
    private final SeededRandom random = new SeededRandom(0, 0, 0, PURPOSE);

    /** Only accessed by slice number, so the order of the map has no effect on the result. */
    private final Map<Long, DeliverySlice> bySlice = new HashMap<>();

    DeliverySlices(GenerateSettings settings, long seed, long end, long fileLength, long sliceLength, int perSlice) {
        this.settings = settings;
        this.seed = seed;
        this.end = end;
        this.fileLength = fileLength;
        this.sliceLength = sliceLength;
        this.expectedPerSlice = perSlice;
    }

    /** Removes and returns the lines that arrive in the slice that starts at {@code start}. */
    DeliverySlice take(long start) {
        DeliverySlice delivery = bySlice.remove(start / sliceLength);
        return delivery == null ? new DeliverySlice(0) : delivery;
    }

    /** Moves a life to the time {@code until}, and sends its readings from {@code from} on. */
    void send(CollarLife life, Upload upload, long from, long until) {
        while (life.time() < until) {
            if (life.time() >= from) {
                send(life, upload);
            }
            life.advance();
        }
    }

    private void send(CollarLife life, Upload upload) {
        long time = life.time();
        // Each reading has its own sequence of random numbers, so what happens to one reading doesn't affect the
        // others.
        random.reset(seed, life.pet().number(), time, PURPOSE);
        long arrival = upload.arrival(time, random, settings.shares().late() / READINGS_AN_UPLOAD);
        if (arrival < 0) {
            double seconds = random.chance(STRAGGLER_SHARE) ? random.between(5, 60) : random.between(0, 2.5);
            arrival = withinFile(time, seconds);
        }
        LineKind kind = LineKind.USUAL;
        if (random.chance(UNUSUAL_SHARE)) {
            kind = LineKind.anyUnusual(random);
        }
        if (kind == LineKind.BLANK) {
            add(arrival, life, life.heartRate(), kind, false);
            kind = LineKind.USUAL;
        }
        add(arrival, life, life.heartRate(), kind, false);
        if (random.chance(settings.shares().duplicate())) {
            int otherBeats = random.chance(0.5) ? 0 : 1000 * (1 + random.below(9));
            long again = withinFile(arrival, random.between(1, 30));
            int heartRate = life.heartRate() == PackedReading.NO_HEART_RATE
                    ? life.heartRate()
                    : Math.min(300_000, life.heartRate() + otherBeats);
            add(again, life, heartRate, LineKind.USUAL, true);
        }
        if (random.chance(settings.shares().malformed())) {
            add(arrival, life, life.heartRate(), LineKind.anyMalformed(random), false);
        }
    }

    private long withinFile(long time, double secondsLater) {
        long lastOfFile = Math.floorDiv(time, fileLength) * fileLength + fileLength - 1;
        return Math.min(time + (long) (secondsLater * 1000), lastOfFile);
    }

    private void add(long arrival, CollarLife life, int heartRate, LineKind kind, boolean duplicate) {
        if (arrival < end) {
            long slice = arrival / sliceLength;
            DeliverySlice delivery = bySlice.get(slice);
            if (delivery == null) {
                // Slices other than the current one get few lines.
                delivery = new DeliverySlice(life.time() / sliceLength == slice ? expectedPerSlice : 16);
                bySlice.put(slice, delivery);
            }
            delivery.add((int) (arrival - slice * sliceLength), life, heartRate, kind, duplicate);
        }
    }

    /** The upload of the readings that a collar collects while it is out of reach. */
    static final class Upload {
        private long at;
        private long day;
        private int left;

        /**
         * Returns when a late reading arrives: on a later day, at most 3 days after its time. Returns -1 if the reading
         * isn't late.
         */
        private long arrival(long time, SeededRandom random, double startShare) {
            long today = Math.floorDiv(time, MILLIS_PER_DAY);
            if (left > 0 && day == today && at >= time + SHORTEST_LATENESS) {
                left--;
                at += 40;
                return at;
            }
            left = 0;
            if (!random.chance(startShare)) {
                return -1;
            }
            day = today;
            long earliest = Math.max((today + 1) * MILLIS_PER_DAY, time + SHORTEST_LATENESS);
            at = earliest + random.below((int) (2 * MILLIS_PER_DAY - SHORTEST_LATENESS - 60_000));
            left = READINGS_AN_UPLOAD - 7 + random.below(13);
            return at;
        }
    }
}
