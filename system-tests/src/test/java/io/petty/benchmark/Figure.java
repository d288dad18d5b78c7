package io.petty.benchmark;

import static io.petty.benchmark.Program.DUCKDB;
import static io.petty.benchmark.Program.EMPTY_JAVA;
import static io.petty.benchmark.Program.EMPTY_RUN;
import static io.petty.benchmark.Program.HELP;
import static io.petty.benchmark.Program.ONE_READING_RUN;
import static io.petty.benchmark.Program.RERUN;
import static io.petty.benchmark.Program.RUN;
import static io.petty.benchmark.Program.S3_RUN;
import static io.petty.benchmark.Program.SPARK;
import static io.petty.benchmark.Program.STATUS;
import static io.petty.benchmark.Program.TIMELINE;
import static io.petty.benchmark.Program.VERSION;
import static io.petty.benchmark.Program.ZCAT;
import static io.petty.benchmark.Quantity.CPU;
import static io.petty.benchmark.Quantity.PEAK;
import static io.petty.benchmark.Quantity.WALL;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A figure computed from medians, with its goal.
 *
 * @param value NaN if a program that it depends on failed or wasn't run
 * @param unit with a space before it; empty for a ratio
 * @param goal the greatest acceptable value; null if the figure is only informational
 */
record Figure(
        String name, double value, String unit, @Nullable Double goal) {
    private static final double MEMORY_MEGABYTES = 1000;

    /**
     * Returns all figures. Includes those of Spark and S3 only if they were measured.
     *
     * @param large the measurements of a day of ten times the collars; null if it wasn't measured
     */
    static List<Figure> of(Measurements day, @Nullable Measurements large) {
        Measurements tenfold = large == null ? new Measurements(10 * day.collars()) : large;
        List<Figure> figures = new ArrayList<>();
        figures.add(ratio("Wall time, petty run / DuckDB whole spec", quotient(day, WALL), 0.33));
        figures.add(ratio("CPU time, petty run / DuckDB whole spec", quotient(day, CPU), 0.30));
        figures.add(ratio("Peak memory, petty run / DuckDB whole spec", quotient(day, PEAK), 0.45));
        figures.add(ratio(
                "Wall time, petty run / DuckDB whole spec, ten times the collars", quotient(tenfold, WALL), 0.25));
        figures.add(
                ratio("CPU time, petty run / DuckDB whole spec, ten times the collars", quotient(tenfold, CPU), 0.25));
        figures.add(ratio("CPU time, petty run / zcat (aim: 3)", quotient(day, CPU, RUN, ZCAT), null));
        figures.add(megabytes("Peak memory, petty run", day));
        figures.add(megabytes("Peak memory, petty run, ten times the collars", tenfold));
        figures.add(ratio(
                "Wall time above the empty run, ten times the collars / once", growth(day, tenfold, EMPTY_RUN), 10.5));
        figures.add(ratio(
                "Wall time above the run of one reading, ten times the collars / once",
                growth(day, tenfold, ONE_READING_RUN),
                null));
        figures.add(
                ratio("CPU time above the empty run, petty rerun --force / petty run", rerun(day, EMPTY_RUN), 0.35));
        figures.add(ratio(
                "CPU time above the run of one reading, petty rerun --force / petty run",
                rerun(day, ONE_READING_RUN),
                null));
        figures.add(
                ratio("CPU time, petty rerun --force / DuckDB whole spec", quotient(day, CPU, RERUN, DUCKDB), 0.12));
        figures.add(seconds("Wall time, petty status", day.median(STATUS, WALL), 1.5));
        figures.add(seconds("Wall time, petty timeline", day.median(TIMELINE, WALL), 1.5));
        figures.add(seconds("Wall time, petty --help", day.median(HELP, WALL), 0.5));
        figures.add(startUp(day, HELP, 6));
        figures.add(startUp(day, VERSION, 6));
        figures.add(startUp(day, STATUS, 14));
        figures.add(startUp(day, TIMELINE, 14));
        figures.add(startUp(day, EMPTY_RUN, 14));
        if (day.programs().contains(SPARK)) {
            figures.add(ratio("Wall time, petty run / Spark, JSON to readings", quotient(day, WALL, RUN, SPARK), null));
            figures.add(ratio("CPU time, petty run / Spark, JSON to readings", quotient(day, CPU, RUN, SPARK), null));
        }
        if (day.programs().contains(S3_RUN)) {
            figures.add(
                    ratio("Wall time, petty run, files on S3 / in a folder", quotient(day, WALL, S3_RUN, RUN), null));
            figures.add(ratio("CPU time, petty run, files on S3 / in a folder", quotient(day, CPU, S3_RUN, RUN), 1.3));
        }
        return figures;
    }

    private static Figure startUp(Measurements day, Program program, double goal) {
        return ratio(
                "Wall time, %s / %s".formatted(program.title(), EMPTY_JAVA.title()),
                quotient(day, WALL, program, EMPTY_JAVA),
                goal);
    }

    private static double quotient(Measurements day, Quantity quantity) {
        return quotient(day, quantity, RUN, DUCKDB);
    }

    private static double quotient(Measurements day, Quantity quantity, Program dividend, Program divisor) {
        return day.median(dividend, quantity) / day.median(divisor, quantity);
    }

    private static double growth(Measurements day, Measurements tenfold, Program startUp) {
        double start = day.median(startUp, WALL);
        return (tenfold.median(RUN, WALL) - start) / (day.median(RUN, WALL) - start);
    }

    private static double rerun(Measurements day, Program startUp) {
        double start = day.median(startUp, CPU);
        return (day.median(RERUN, CPU) - start) / (day.median(RUN, CPU) - start);
    }

    private static Figure ratio(String name, double value, @Nullable Double goal) {
        return new Figure(name, value, "", goal);
    }

    private static Figure seconds(String name, double value, double goal) {
        return new Figure(name, value, " s", goal);
    }

    private static Figure megabytes(String name, Measurements measurements) {
        return new Figure(name, measurements.median(RUN, PEAK), " MB", MEMORY_MEGABYTES);
    }

    String valueText() {
        return Double.isNaN(value) ? "not measured" : text(value);
    }

    String goalText() {
        return goal == null ? "" : "at most " + text(goal);
    }

    /** {@code yes} or {@code no}; empty without a goal or without a value. */
    String heldText() {
        if (goal == null || Double.isNaN(value)) {
            return "";
        }
        return value <= goal ? "yes" : "no";
    }

    private String text(double number) {
        return String.format(Locale.ROOT, unit.equals(" MB") ? "%,.0f" : "%.2f", number) + unit;
    }
}
