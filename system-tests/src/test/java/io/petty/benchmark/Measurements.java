package io.petty.benchmark;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All measurements on one day of raw files. */
final class Measurements {
    private final int collars;
    private final Map<Program, List<Measurement>> byProgram = new EnumMap<>(Program.class);
    private final Map<Program, String> failures = new EnumMap<>(Program.class);

    /** @param collars the number of collars of the day */
    Measurements(int collars) {
        this.collars = collars;
    }

    int collars() {
        return collars;
    }

    void add(Program program, Measurement measurement) {
        byProgram.computeIfAbsent(program, first -> new ArrayList<>()).add(measurement);
    }

    /** Records that a program failed. Its measurements from other rounds no longer count. */
    void fail(Program program, String message) {
        failures.put(program, message);
    }

    /** Returns why a program failed, if it did. */
    Optional<String> failure(Program program) {
        return Optional.ofNullable(failures.get(program));
    }

    /** Returns the programs that were run, whether or not they failed, in the order of a round. */
    Set<Program> programs() {
        Set<Program> programs = EnumSet.noneOf(Program.class);
        programs.addAll(byProgram.keySet());
        programs.addAll(failures.keySet());
        return programs;
    }

    /** Returns the spread of a program's figures; empty if the program wasn't run or failed. */
    Optional<Spread> spread(Program program, Quantity quantity) {
        List<Measurement> measured = byProgram.get(program);
        if (measured == null || failures.containsKey(program)) {
            return Optional.empty();
        }
        return Optional.of(Spread.of(measured.stream().map(quantity::of).toList()));
    }

    /** Returns NaN if the program wasn't run or failed, so that everything computed from it is NaN too. */
    double median(Program program, Quantity quantity) {
        return spread(program, quantity).map(Spread::median).orElse(Double.NaN);
    }

    /** Returns the number of rounds. Each round has one {@code petty run}. */
    int rounds() {
        return byProgram.getOrDefault(Program.RUN, List.of()).size();
    }
}
