package io.petty.scheduler.generate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

/** Writes what pets really did, a line a state, by collar and start; gzip where the name ends so. */
final class TruthFile {
    private final long seed;
    private final long from;
    private final long to;

    /** For the time from {@code from} to {@code to}, milliseconds since 1970. */
    TruthFile(long seed, long from, long to) {
        this.seed = seed;
        this.from = from;
        this.to = to;
    }

    /** @param pets sorted by collar id */
    void write(Path file, Iterable<Pet> pets) throws IOException {
        try (OutputStream out = RawFiles.open(file)) {
            for (Pet pet : pets) {
                write(pet, out);
            }
        }
    }

    private void write(Pet pet, OutputStream out) throws IOException {
        String label = "";
        long start = from;
        for (long day = CollarLife.localDayOf(pet, from); CollarLife.beginningOf(pet, day) < to; day++) {
            DayPlan plan = DayPlan.of(seed, pet, day);
            for (int span = 0; span < plan.size(); span++) {
                long begins = CollarLife.beginningOf(pet, day) + plan.start(span) * 1000L;
                // Neighbours of one label, such as the throws of a game, are one state.
                if (begins <= from) {
                    label = plan.state(span).label();
                } else if (begins < to && !plan.state(span).label().equals(label)) {
                    line(pet, start, begins, label, out);
                    start = begins;
                    label = plan.state(span).label();
                }
            }
        }
        line(pet, start, to, label, out);
    }

    private static void line(Pet pet, long start, long end, String label, OutputStream out) throws IOException {
        String line = "{\"collar_id\":\"" + pet.collarId() + "\",\"start\":\""
                + Instant.ofEpochMilli(start) + "\",\"end\":\"" + Instant.ofEpochMilli(end) + "\",\"state\":\"" + label
                + "\"}\n";
        out.write(line.getBytes(StandardCharsets.US_ASCII));
    }
}
