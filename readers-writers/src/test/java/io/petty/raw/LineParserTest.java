package io.petty.raw;

import static io.petty.raw.RawFile.LINE;
import static org.assertj.core.api.Assertions.assertThat;

import io.petty.reading.CollarDictionary;
import io.petty.reading.ReadingBlock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The fast parser accepts all usual records. For each record that it accepts, the strict parser returns an equal
 * reading.
 */
class LineParserTest {
    private static final List<String> SEEDS = List.of(
            LINE,
            LINE.replace("\":", "\": ").replace(",", ", "),
            LINE.replaceAll(",\"location.*", "}"),
            LINE.replaceAll("\\{\"type.*", "null}"),
            LINE.replace("05Z", "05.123Z").replace("64.5", "64.123456789"),
            LINE.replace("-52.5]", "-52.1234567891,200.5]"),
            LINE.replace("64.5", "null"),
            LINE.replace("64.5", "0.000"),
            LINE.replace("\"heart_rate\":64.5,", ""),
            LINE.replace("[13.4,-52.5]", "[-0.0,0,3]"),
            "{\"location\":{\"coordinates\":[-0.5,0],\"type\":\"Point\"},\"activity_level\":2,\"heart_rate\":300.000,"
                    + "\"timestamp\":\"2026-11-21T01:00:00.000000001Z\",\"collar_id\":\"A-_\"}");
    private static final String SPICE = "{}[]\",:.-+eE0123456789 \\\r\nTZ\tn\0";
    private static final List<String> PARTS = List.of(
            "\"collar_id\":\"c2\"",
            "\"heart_rate\":30",
            "\"heart_rate\":299.9999999",
            "\"heart_rate\":300.00000000000001",
            "\"heart_rate\":29.999999999999999",
            "\"heart_rate\":0300",
            "\"heart_rate\":3e1",
            "\"heart_rate\":null",
            "\"heart_rate\":nul",
            "\"heart_rate\":0.0",
            "\"heart_rate\":-0",
            "\"heart_rate\":0.00000000000001",
            "\"activity_level\":1.0",
            "\"activity_level\":3",
            "\"activity_level\":2",
            "\"timestamp\":\"2026-10-21T00:00:00.000Z\"",
            "\"timestamp\":\"2026-10-20T23:59:59.999Z\"",
            "\"timestamp\":\"2026-02-29T23:59:59Z\"",
            "\"timestamp\":\"2026-11-20T23:59:60Z\"",
            "\"timestamp\":\"2026-11-20T03:04:05.1234567891Z\"",
            "\"location\":null",
            "\"location\":nulL",
            "\"location\":{\"type\":\"Point\",\"coordinates\":[180,-90.0]}",
            "\"location\":{\"type\":\"Point\",\"coordinates\":[180.000000000000001,-90]}",
            "\"location\":{\"type\":\"Point\",\"coordinates\":[1.0000005,-1.00000049999]}",
            "\"location\":{\"coordinates\":[-0,0],\"type\":\"Point\"}",
            "\"location\":{\"coordinates\":[0.0000001,0],\"type\":\"Point\"}",
            "\"location\":{\"coordinates\":[1,2,3,4],\"type\":\"Point\"}",
            "\"type\":1");

    private static final List<String> FOLLOWERS =
            List.of("", "\r", "{", " {", "\t \r{}", LINE, " \r" + LINE, "}", "[", " x{", "  ", "\0{");

    private final ParsedLine fastLine = new ParsedLine();
    private final ParsedLine strictLine = new ParsedLine();
    private final LineParser fast = new LineParser(RawFile.DELIVERY_DAY, RawRules.DEFAULTS, fastLine);
    private final RecordScanner scanner = new RecordScanner();
    private final StrictLineParser strict = new StrictLineParser(RawFile.DELIVERY_DAY, RawRules.DEFAULTS, strictLine);

    @Test
    void acceptsUsualRecordsFollowedByNothingOrAnotherRecord() {
        for (String seed : SEEDS) {
            for (String follower : FOLLOWERS) {
                boolean another = follower.strip().isEmpty() || follower.strip().startsWith("{");
                assertThat(takenByFast(seed + follower)).as(seed + follower).isEqualTo(another);
                assertThat(takenByFast("\t \r" + seed + follower))
                        .as(seed + follower)
                        .isEqualTo(another);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithTheStrictParserOnMutatedLines(long seed) {
        Random random = new Random(seed);
        int taken = 0;
        for (int i = 0; i < 60_000; i++) {
            String follower = FOLLOWERS.get(random.nextInt(FOLLOWERS.size()));
            taken += takenByFast(mutated(random) + follower) ? 1 : 0;
        }
        assertThat(taken).isGreaterThan(700);
    }

    @Test
    void agreesWithTheStrictParserOnCombinedMembers() {
        Random random = new Random(4);
        int taken = 0;
        for (int i = 0; i < 60_000; i++) {
            List<String> members = new ArrayList<>();
            String inner = LINE.substring(1, LINE.indexOf(",\"location"));
            members.addAll(Arrays.asList(inner.split(",", -1)));
            int extra = 1 + random.nextInt(3);
            for (int j = 0; j < extra; j++) {
                String part = PARTS.get(random.nextInt(PARTS.size()));
                String name = part.substring(0, part.indexOf(':'));
                if (random.nextInt(8) != 0) {
                    members.removeIf(member -> member.startsWith(name));
                }
                members.add(part);
            }
            Collections.shuffle(members, random);
            taken += takenByFast("{" + String.join(random.nextBoolean() ? "," : ", ", members) + "}") ? 1 : 0;
        }
        assertThat(taken).isGreaterThan(10_000);
    }

    private static String mutated(Random random) {
        StringBuilder line = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(line.length());
            char spice = SPICE.charAt(random.nextInt(SPICE.length()));
            switch (random.nextInt(4)) {
                case 0 -> line.setCharAt(at, spice);
                case 1 -> line.insert(at, spice);
                case 2 -> line.deleteCharAt(at);
                default -> {
                    int to = Math.min(line.length(), at + random.nextInt(20));
                    line.insert(random.nextInt(line.length()), line.substring(at, to));
                }
            }
        }
        return line.toString();
    }

    /**
     * Parses the first record of the text with both parsers. If the fast one accepts it, the readings must be equal.
     */
    private boolean takenByFast(String text) {
        byte[] line = text.getBytes(StandardCharsets.UTF_8);
        byte[] buffer = Arrays.copyOf(line, line.length + 1 + LineParser.BYTES_BEHIND);
        buffer[line.length] = '\n';
        int fastEnd = fast.parse(buffer, 0);
        if (fastEnd < 0) {
            return false;
        }
        scanner.begin();
        int scanned = scanner.end(buffer, 0, line.length);
        int end = scanned == RecordScanner.NOT_YET ? line.length : scanned;
        assertThat(fastEnd).as(text).isEqualTo(end);
        assertThat(strict.parse(buffer, 0, end)).as(text).isNull();
        assertThat(text(fastLine)).as(text).isEqualTo(text(strictLine));
        return true;
    }

    private static String text(ParsedLine line) {
        ReadingBlock block = new ReadingBlock(new CollarDictionary(), 1);
        line.addTo(block);
        return RawFile.text(block, 0);
    }
}
