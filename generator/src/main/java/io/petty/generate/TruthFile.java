package io.petty.generate;

import io.petty.timeline.Behavior;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * Writes the true states of pets as one line per state, by collar and start; as gzip if the name ends in {@code .gz}.
 */
final class TruthFile {
    private final long seed;
    private final long from;
    private final long to;
    private final Map<Behavior, Double> misread;

    /** Creates it for the time from {@code from} to {@code to}, milliseconds since 1970. */
    TruthFile(long seed, long from, long to, Map<Behavior, Double> misread) {
        this.seed = seed;
        this.from = from;
        this.to = to;
        this.misread = misread;
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
        for (PetTruth.Span span : new PetTruth(seed, pet, from, to, misread).spans()) {
            line(pet, span.start(), span.end(), span.label(), out);
        }
    }

    private static void line(Pet pet, long start, long end, String label, OutputStream out) throws IOException {
        String line = "{\"collar_id\":\"" + pet.collarId() + "\",\"start\":\""
                + Instant.ofEpochMilli(start) + "\",\"end\":\"" + Instant.ofEpochMilli(end) + "\",\"state\":\"" + label
                + "\"}\n";
        out.write(line.getBytes(StandardCharsets.US_ASCII));
    }
}
