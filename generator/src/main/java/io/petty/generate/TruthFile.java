package io.petty.generate;

import io.petty.timeline.Behavior;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Writes the true states of pets: one line per state, sorted by collar and start. The file is compressed if its name
 * ends in {@code .gz}.
 */
final class TruthFile {
    private TruthFile() {}

    /**
     * Writes the states from {@code from} to {@code to}, both in milliseconds since 1970.
     *
     * @param pets sorted by collar id
     */
    static void write(Path file, List<Pet> pets, long seed, long from, long to, Map<Behavior, Double> misread)
            throws IOException {
        try (OutputStream out = RawFiles.open(file)) {
            for (Pet pet : pets) {
                for (PetTruth.Span span : new PetTruth(seed, pet, from, to, misread).spans()) {
                    out.write(line(pet, span).getBytes(StandardCharsets.US_ASCII));
                }
            }
        }
    }

    private static String line(Pet pet, PetTruth.Span span) {
        return "{\"collar_id\":\"%s\",\"start\":\"%s\",\"end\":\"%s\",\"state\":\"%s\"}\n"
                .formatted(
                        pet.collarId(),
                        Instant.ofEpochMilli(span.start()),
                        Instant.ofEpochMilli(span.end()),
                        span.label());
    }
}
