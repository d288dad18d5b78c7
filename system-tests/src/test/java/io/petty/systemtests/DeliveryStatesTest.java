package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.systemtests.reference.ReferenceDelivery.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that delivery days with lost lines, lost files and ignored files end in the states that the reference expects.
 */
class DeliveryStatesTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 10);

    @TempDir
    private Path folder;

    @Test
    void daysEndInTheStatesOfTheReference() throws IOException {
        RawFolder raw = new RawFolder(folder.resolve("raw"));
        List<LocalDate> days = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            days.add(FIRST.plusDays(i));
            raw.write(days.get(i), "good.ndjson", lines(days.get(i), 95));
        }
        raw.write(days.get(1), "bad.ndjson", lines(days.get(1), 5).replace("60.5", "600"))
                .write(days.get(2), "bad.ndjson", lines(days.get(2), 6).replace("60.5", "600"))
                .write(days.get(3), "notes.txt", "ignored")
                .write(
                        days.get(4),
                        "array.json",
                        "[" + lines(days.get(4), 2).strip().replace('\n', ',') + "]")
                .write(
                        days.get(5),
                        "array.json",
                        "[" + lines(days.get(5), 20).strip().replace('\n', ',') + "]")
                .writePacked(days.get(6), "cut", cut(lines(days.get(6), 3)))
                .write(days.get(7), "empty", "")
                .write(days.get(7), "._good.ndjson", "hidden")
                // This damaged file has most of the day's bytes, but none of its readable lines is a reject.
                .writePacked(days.get(8), "cut", cut(lines(days.get(8), 5_000)));

        Map<LocalDate, State> states = new TreeMap<>();
        raw.read().forEach((day, delivery) -> states.put(day, delivery.state()));
        assertThat(states.keySet()).containsExactlyElementsOf(days);
        assertThat(states.values())
                .containsExactly(
                        State.FRESH,
                        // Five rejects in a hundred lines are within the limit, but bad.ndjson contains nothing but
                        // rejects.
                        State.INCOMPLETE,
                        State.FAILED,
                        State.INCOMPLETE,
                        State.INCOMPLETE,
                        State.FAILED,
                        State.INCOMPLETE,
                        State.FRESH,
                        State.FAILED);

        PettyHome home = new PettyHome(folder.resolve("home"));
        states.forEach((day, state) -> {
            home.attempt("run", "--raw", raw.folder(), "--date", day).endsWith(state.exitCode());
            assertThat(home.eventDays().contains(day)).as("%s", day).isEqualTo(state != State.FAILED);
        });
    }

    private static byte[] cut(String content) throws IOException {
        byte[] packed = RawFolder.gzip(content.getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(packed, packed.length - 9);
    }

    private static String lines(LocalDate day, int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"collar_id\":\"a\",\"timestamp\":\"%s\",\"heart_rate\":60.5,\"activity_level\":1}\n"
                    .formatted(day + "T%02d:%02d:%02dZ".formatted(i / 3600, i / 60 % 60, i % 60)));
        }
        return lines.toString();
    }
}
