package io.petty.benchmark;

import java.util.Locale;

/** The measured quantities of a program. */
enum Quantity {
    WALL("Wall time", "s", 2),
    CPU("CPU time", "s", 2),
    PEAK("Peak memory", "MB", 0);

    private final String title;
    private final String unit;
    private final int decimals;

    Quantity(String title, String unit, int decimals) {
        this.title = title;
        this.unit = unit;
        this.decimals = decimals;
    }

    String title() {
        return title;
    }

    /** Returns {@code s} for seconds, or {@code MB} for a million bytes. */
    String unit() {
        return unit;
    }

    double of(Measurement measurement) {
        return switch (this) {
            case WALL -> measurement.wallSeconds();
            case CPU -> measurement.cpuSeconds();
            case PEAK -> measurement.peakBytes() / 1e6;
        };
    }

    /** Returns the figure without its unit. */
    String text(double value) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
