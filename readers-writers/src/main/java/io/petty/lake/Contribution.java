package io.petty.lake;

import java.time.LocalDate;
import java.util.List;

/**
 * The readings that a delivery day contributes to an event day.
 *
 * @param readings number of readings, not counting repeats within the delivery day
 * @param fingerprint SHA-256 of these readings, as 64 hex digits
 */
public record Contribution(LocalDate deliveryDay, LocalDate eventDay, long readings, String fingerprint) {
    /**
     * Returns the fingerprint of all readings of an event day.
     *
     * @param contributions to the day, in the order of delivery days
     */
    static String fingerprint(List<Contribution> contributions) {
        Fingerprint fingerprint = new Fingerprint();
        for (Contribution contribution : contributions) {
            fingerprint.add(contribution.deliveryDay().toString()).add(contribution.fingerprint());
        }
        return fingerprint.digest();
    }
}
