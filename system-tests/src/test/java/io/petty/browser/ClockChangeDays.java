package io.petty.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Raw files of LUNA-01 for the days on which New York changes its clocks, with sleep at night and activity by day. */
final class ClockChangeDays {
    static final LocalDate SPRING = LocalDate.of(2026, 3, 8);
    static final LocalDate AUTUMN = LocalDate.of(2026, 11, 1);

    static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private static final Duration CADENCE = Duration.ofMinutes(2);
    private static final int WAKES = 7;
    private static final int FALLS_ASLEEP = 18;

    private ClockChangeDays() {}

    /** Writes all UTC days that overlap these two local days. */
    static void write(Path raw) throws IOException {
        for (LocalDate day : List.of(SPRING, SPRING.plusDays(1), AUTUMN, AUTUMN.plusDays(1))) {
            Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
            List<String> lines = Stream.iterate(start, time -> time.plus(CADENCE))
                    .limit(Duration.ofDays(1).dividedBy(CADENCE))
                    // No reading is exactly at midnight.
                    .map(time -> line(time.plusSeconds(40)))
                    .toList();
            Files.write(Files.createDirectories(raw.resolve("dt=" + day)).resolve("luna.ndjson"), lines);
        }
    }

    private static String line(Instant time) {
        ZonedDateTime local = time.atZone(NEW_YORK);
        boolean asleep = local.getHour() < WAKES || local.getHour() >= FALLS_ASLEEP;
        int activity = asleep ? 0 : local.getMinute() / 20 % 2;
        int heartRate = asleep ? 50 : activity == 0 ? 72 : 95;
        return String.format(
                Locale.ROOT,
                "{\"collar_id\":\"LUNA-01\",\"timestamp\":\"%s\",\"heart_rate\":%d,\"activity_level\":%d,\"location\":null}",
                time,
                heartRate,
                activity);
    }
}
