package io.petty.jobs.rules;

import io.petty.reading.CollarDay;
import io.petty.reading.PackedReading;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoField;

/**
 * Builds collar-days. Set the values that the collar measures, then add readings with them. Each reading is one step
 * after the previous one, by default a minute.
 */
final class CollarDayBuilder {
    static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    private final CollarDay.Builder builder;
    private long time;
    private long step = 60_000;
    private int activity;
    private int heartRate = 60_000;
    private long location = PackedReading.NO_LOCATION;

    private CollarDayBuilder(String collarId) {
        builder = new CollarDay.Builder(collarId, DAY);
    }

    static CollarDayBuilder collar(String collarId) {
        return new CollarDayBuilder(collarId);
    }

    static CollarDayBuilder collar() {
        return collar("A");
    }

    /** Sets the time of the next reading. */
    CollarDayBuilder at(String time) {
        this.time = LocalTime.parse(time).getLong(ChronoField.MILLI_OF_DAY);
        return this;
    }

    CollarDayBuilder every(Duration step) {
        this.step = step.toMillis();
        return this;
    }

    CollarDayBuilder activity(int activity) {
        this.activity = activity;
        return this;
    }

    CollarDayBuilder heartRate(double beatsPerMinute) {
        heartRate = (int) Math.round(beatsPerMinute * 1000);
        return this;
    }

    CollarDayBuilder noHeartRate() {
        heartRate = PackedReading.NO_HEART_RATE;
        return this;
    }

    /** Sets the location in millionths of a degree. */
    CollarDayBuilder location(int longitude, int latitude) {
        location = PackedReading.location(longitude, latitude);
        return this;
    }

    CollarDayBuilder nowhere() {
        location = PackedReading.NO_LOCATION;
        return this;
    }

    CollarDayBuilder readings(int count) {
        for (int i = 0; i < count; i++) {
            builder.add(PackedReading.key(Math.toIntExact(time), heartRate, activity), location);
            time += step;
        }
        return this;
    }

    CollarDayBuilder reading() {
        return readings(1);
    }

    CollarDay build() {
        return builder.build();
    }
}
