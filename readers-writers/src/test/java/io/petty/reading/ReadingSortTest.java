package io.petty.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReadingSortTest {
    @Test
    void sortsLikeTheJdk() {
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int size = random.nextInt(300);
            int from = random.nextInt(3);
            // A small range of keys produces many ties, a large one almost none.
            long[] keys =
                    random.longs(size + 5, 0, seed % 2 == 0 ? 10 : 1_000_000).toArray();
            long[] locations = new long[size + 5];
            long[] before = keys.clone();
            Arrays.setAll(locations, i -> before[i] % 7);

            ReadingSort.sort(keys, locations, from, from + size);

            long[] expected = before.clone();
            Arrays.sort(expected, from, from + size);
            assertThat(keys).as("seed %d", seed).isEqualTo(expected);
            for (int i = from; i < from + size; i++) {
                assertThat(locations[i]).isEqualTo(keys[i] % 7);
            }
        }
    }

    @Test
    void sortsLateRows() {
        for (int seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            long[] keys = new long[400];
            Arrays.setAll(keys, i -> random.nextInt(10) == 0 ? random.nextInt(i + 1) : i);
            long[] locations = new long[keys.length];
            long[] before = keys.clone();
            Arrays.setAll(locations, i -> before[i] + 7);

            ReadingSort.sort(keys, locations, 0, keys.length);

            assertThat(keys).as("seed %d", seed).isSorted().containsExactlyInAnyOrder(before);
            for (int i = 0; i < keys.length; i++) {
                assertThat(locations[i]).isEqualTo(keys[i] + 7);
            }
        }
    }

    @Test
    void keepsTheReadingThatTheSpecificationNames() {
        long withoutLocation = PackedReading.NO_LOCATION;
        CollarDay day = new CollarDay.Builder("A", LocalDate.EPOCH)
                .add(PackedReading.key(7, 61_000, 0), PackedReading.location(-180_000_000, -90_000_000))
                .add(PackedReading.key(7, 60_000, 2), PackedReading.location(0, 0))
                .add(PackedReading.key(7, 60_000, 1), withoutLocation)
                .add(PackedReading.key(7, 60_000, 1), PackedReading.location(5, 9))
                .add(PackedReading.key(7, 60_000, 1), PackedReading.location(5, -9))
                .build();

        assertThat(day.size()).isEqualTo(1);
        assertThat(day.heartRate(0)).isEqualTo(60_000);
        assertThat(day.activity(0)).isEqualTo(1);
        assertThat(day.longitude(0)).isEqualTo(5);
        assertThat(day.latitude(0)).isEqualTo(-9);
    }

    @Test
    void packsTheBoundsOfAllRanges() {
        long key = PackedReading.key(86_399_999, PackedReading.MAX_HEART_RATE, 2);
        long location = PackedReading.location(180_000_000, 90_000_000);

        assertThat(PackedReading.millisOfDay(key)).isEqualTo(86_399_999);
        assertThat(PackedReading.heartRate(key)).isEqualTo(PackedReading.MAX_HEART_RATE);
        assertThat(PackedReading.activity(key)).isEqualTo(2);
        assertThat(PackedReading.longitude(location)).isEqualTo(180_000_000);
        assertThat(PackedReading.latitude(location)).isEqualTo(90_000_000);
        assertThat(location).isLessThan(PackedReading.NO_LOCATION);
    }
}
