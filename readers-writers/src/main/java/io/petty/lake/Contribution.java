package io.petty.lake;

import java.time.LocalDate;
import java.util.List;

/**
 * What a delivery day gives to an event day.
 *
 * @param readings after repeats within the delivery day are removed
 * @param fingerprint SHA-256 of those readings, as 64 hex digits
 */
public record Contribution(LocalDate deliveryDay, LocalDate eventDay, long readings, String fingerprint) {
    /**
     * Returns the fingerprint of all the readings that an event day has.
     *
     * @param contributions to that day, in the order of delivery days
     */
    static String fingerprint(List<Contribution> contributions) {
        Fingerprint fingerprint = new Fingerprint();
        for (Contribution contribution : contributions) {
            fingerprint.add(contribution.deliveryDay().toString()).add(contribution.fingerprint());
        }
        return fingerprint.digest();
    }
}
