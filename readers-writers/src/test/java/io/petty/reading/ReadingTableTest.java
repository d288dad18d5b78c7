package io.petty.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.ColumnFileWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.iceberg.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingTableTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    @TempDir
    Path folder;

    @Test
    void readsBackTheExactReadingsOfEachCollar() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        List<CollarDay> days = new ArrayList<>();
        for (int collar = 0; collar < 20; collar++) {
            CollarDay.Builder day = new CollarDay.Builder("collar-" + collar, DAY);
            for (int i = 0; i < 1 + 300 * collar; i++) {
                long location = i % 5 == 0
                        ? PackedReading.NO_LOCATION
                        : PackedReading.location(
                                random.nextInt(-180_000_000, 180_000_001), random.nextInt(-90_000_000, 90_000_001));
                day.add(PackedReading.key(i * 14_000, random.nextInt(30_000, 300_001), random.nextInt(3)), location);
            }
            days.add(day.build());
        }
        String file = folder.resolve("readings.parquet").toString();
        long rows;
        try (ColumnFileWriter<DeliveredReadings> writer =
                new ColumnFileWriter<>(Files.localOutput(file), ReadingTable.COLUMNS, 10_000)) {
            for (CollarDay day : days) {
                writer.write(new DeliveredReadings(day, DAY.plusDays(1)), 0, day.size());
            }
            writer.finish();
            rows = writer.rowCount();
        }

        try (CollarDayReader reader = new CollarDayReader(new ColumnFileReader(Files.localInput(file)), 0, rows)) {
            for (CollarDay day : days) {
                assertThat(reader.next()).isTrue();
                assertThat(reader.collarId()).isEqualTo(day.collarId());
                assertThat(reader.day()).isEqualTo(DAY);
                if (day.size() % 2 == 0) {
                    // The reader skips the rows of a collar that the caller doesn't read.
                    continue;
                }
                CollarDay.Builder builder = new CollarDay.Builder(reader.collarId(), reader.day());
                reader.readRows(builder);
                CollarDay found = builder.build();
                assertThat(found.size()).isEqualTo(day.size());
                for (int i = 0; i < day.size(); i++) {
                    assertThat(found.key(i)).isEqualTo(day.key(i));
                    assertThat(found.location(i)).isEqualTo(day.location(i));
                }
            }
            assertThat(reader.next()).isFalse();
        }
    }
}
