package io.petty.benchmark;

import java.util.List;
import java.util.Optional;

/** Measurements of {@code petty run} on days with increasing numbers of collars. */
record Growth(List<Size> sizes) {
    /**
     * The measurements of one day.
     *
     * @param readings the number of published readings
     */
    record Size(Measurements measured, long readings) {
        /** Returns peak memory, or a time in seconds per million readings. */
        Optional<Spread> spread(Quantity quantity) {
            Optional<Spread> spread = measured.spread(Program.RUN, quantity);
            return quantity == Quantity.PEAK ? spread : spread.map(seconds -> seconds.dividedBy(readings / 1e6));
        }

        String title() {
            return "%,d collars".formatted(measured.collars());
        }
    }

    int rounds() {
        return sizes.get(0).measured().rounds();
    }
}
