package io.petty.jobs.rules;

import io.petty.reading.CollarDay;
import io.petty.reading.PackedReading;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoField;

/** Builds collar-days: says where and how the collar is, then adds readings, each a step after the one before. */
final class CollarDays {
    static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    private final CollarDay.Builder builder;
    private long time;
    private long step = 60_000;
    private int activity;
    private int heartRate = 60_000;
    private long location = PackedReading.NO_LOCATION;

    private CollarDays(String collarId) {
        builder = new CollarDay.Builder(collarId, DAY);
    }

    static CollarDays collar(String collarId) {
        return new CollarDays(collarId);
    }

    static CollarDays collar() {
        return collar("A");
    }

    /** The time of the next reading. */
    CollarDays at(String time) {
        this.time = LocalTime.parse(time).getLong(ChronoField.MILLI_OF_DAY);
        return this;
    }

    CollarDays every(Duration step) {
        this.step = step.toMillis();
        return this;
    }

    CollarDays activity(int activity) {
        this.activity = activity;
        return this;
    }

    CollarDays heartRate(double beatsPerMinute) {
        heartRate = (int) Math.round(beatsPerMinute * 1000);
        return this;
    }

    CollarDays noHeartRate() {
        heartRate = PackedReading.NO_HEART_RATE;
        return this;
    }

    /** Millionths of a degree. */
    CollarDays location(int longitude, int latitude) {
        location = PackedReading.location(longitude, latitude);
        return this;
    }

    CollarDays nowhere() {
        location = PackedReading.NO_LOCATION;
        return this;
    }

    CollarDays readings(int count) {
        for (int i = 0; i < count; i++) {
            builder.add(PackedReading.key(Math.toIntExact(time), heartRate, activity), location);
            time += step;
        }
        return this;
    }

    CollarDays reading() {
        return readings(1);
    }

    CollarDay build() {
        return builder.build();
    }
}
