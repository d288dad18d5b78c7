package io.petty.benchmark;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What is measured of a program. */
enum Quantity {
    WALL("Wall time", "s", 2, Measurement::wallSeconds),
    CPU("CPU time", "s", 2, Measurement::cpuSeconds),
    PEAK("Peak memory", "MB", 0, measurement -> measurement.peakBytes() / 1e6);

    private final String title;
    private final String unit;
    private final int decimals;
    private final ToDoubleFunction<Measurement> of;

    Quantity(String title, String unit, int decimals, ToDoubleFunction<Measurement> of) {
        this.title = title;
        this.unit = unit;
        this.decimals = decimals;
        this.of = of;
    }

    String title() {
        return title;
    }

    /** Seconds, or megabytes of a million bytes. */
    String unit() {
        return unit;
    }

    double of(Measurement measurement) {
        return of.applyAsDouble(measurement);
    }

    /** The figure without its unit. */
    String text(double value) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
