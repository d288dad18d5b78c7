package io.petty.jobs.queue;

import io.petty.lake.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run and its workers must agree on, lest one step of a day be computed by two sets of rules or from two lakes. By
 * property, as a short hash, so that a message gives nothing away.
 */
public record SharedSettings(SortedMap<String, String> hashes) {
    private static final int HASH_DIGITS = 16;
    private static final int MOST_PROPERTIES = 32;

    public SharedSettings {
        if (hashes.size() > MOST_PROPERTIES) {
            throw new IllegalArgumentException("%d settings are more than there are".formatted(hashes.size()));
        }
        hashes = new TreeMap<>(hashes);
    }

    /** Makes it of properties with their values. */
    public static SharedSettings of(Map<String, ?> values) {
        SortedMap<String, String> hashes = new TreeMap<>();
        values.forEach((property, value) -> hashes.put(
                property, new Fingerprint().add(String.valueOf(value)).digest().substring(0, HASH_DIGITS)));
        return new SharedSettings(hashes);
    }

    /** The properties in which two differ; none when they agree. */
    public List<String> differences(SharedSettings other) {
        List<String> differences = new ArrayList<>();
        SortedMap<String, String> all = new TreeMap<>(hashes);
        all.putAll(other.hashes);
        for (String property : all.keySet()) {
            String ours = hashes.getOrDefault(property, "");
            if (!ours.equals(other.hashes.getOrDefault(property, ""))) {
                differences.add(property);
            }
        }
        return differences;
    }
}
