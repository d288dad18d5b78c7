package io.petty.systemtests;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Random lines of a raw file: valid lines in many layouts, and lines that are broken in many ways. The same seed gives
 * the same lines.
 */
final class RandomRawLines {
    private static final List<String> ODD_VALUES = List.of(
            "null",
            "true",
            "\"\"",
            "\"1\"",
            "0",
            "-0",
            "-1",
            "1.0",
            "1e0",
            "0.1e1",
            "10e-1",
            "2.0000",
            "1.0000001",
            "3",
            "30",
            "29.9999",
            "29.9996",
            "300",
            "300.0004",
            "300.0001",
            "3e2",
            "3E+2",
            "300000e-3",
            "1e999",
            "-1e999",
            "1e-999",
            "NaN",
            "Infinity",
            "01",
            "1.",
            ".5",
            "+1",
            "0x10",
            "[]",
            "{}",
            "[1,2]",
            "60.0005",
            "60.00049",
            "72.12345678901234567890",
            "60e0",
            "0060",
            "60.",
            "6e1.0",
            "\"60\"");

    private static final List<String> ODD_TIMES = List.of(
            "2026-02-29T00:00:00Z",
            "2026-11-31T00:00:00Z",
            "2026-11-20T24:00:00Z",
            "2026-11-20T23:59:60Z",
            "2026-11-20t10:00:00Z",
            "2026-11-20T10:00:00z",
            "2026-11-20 10:00:00Z",
            "2026-11-20T10:00Z",
            "2026-11-20T10:00:00",
            "2026-11-20T10:00:00.Z",
            "2026-11-20T10:00:00,5Z",
            "2026-11-20T10:00:00.1234567890123Z",
            "2026-11-20T10:00:00+18:00",
            "2026-11-20T10:00:00+18:01",
            "2026-11-20T10:00:00-18:00",
            "2026-11-20T10:00:00-00:00",
            "2026-11-20T10:00:00+0100",
            "2026-11-20T10:00:00+01",
            "+2026-11-20T10:00:00Z",
            "2026-11-20T10:60:00Z",
            "2026-11-20T10:00:00.999999Z",
            "2026-11-21T01:00:00Z",
            "2026-11-21T01:00:00.001Z",
            "2026-11-21T00:59:59.9999Z",
            "2026-10-21T00:00:00Z",
            "2026-10-20T23:59:59.999Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "2026-11-20T10:00:00Z ",
            "",
            "2026-11-20T00:00:00+00:01",
            "２026-11-20T10:00:00Z");

    private static final List<String> ABSENT_HEART_RATES = List.of("null", "0", "0.0", "-0", "0e5");

    private static final List<String> ODD_LOCATIONS = List.of(
            "null",
            "{}",
            "[8,47]",
            "\"Point\"",
            "{\"type\":\"Point\"}",
            "{\"coordinates\":[8,47]}",
            "{\"type\":\"point\",\"coordinates\":[8,47]}",
            "{\"type\":\"Point\",\"coordinates\":[]}",
            "{\"type\":\"Point\",\"coordinates\":[8]}",
            "{\"type\":\"Point\",\"coordinates\":[8,47,500]}",
            "{\"type\":\"Point\",\"coordinates\":[8,47,500,1]}",
            "{\"type\":\"Point\",\"coordinates\":[8,47,null]}",
            "{\"type\":\"Point\",\"coordinates\":[8,\"47\"]}",
            "{\"type\":\"Point\",\"coordinates\":[180,90]}",
            "{\"type\":\"Point\",\"coordinates\":[-180,-90]}",
            "{\"type\":\"Point\",\"coordinates\":[180.0000001,0]}",
            "{\"type\":\"Point\",\"coordinates\":[0,90.0000001]}",
            "{\"type\":\"Point\",\"coordinates\":[1e2,4.7e1]}",
            "{\"type\":\"Point\",\"coordinates\":[0,0]}",
            "{\"type\":\"Point\",\"coordinates\":[-0.0,0e3,500]}",
            "{\"type\":\"Point\",\"coordinates\":[0,0,\"500\"]}",
            "{\"type\":\"point\",\"coordinates\":[0,0]}",
            "{\"type\":\"Point\",\"coordinates\":[0.0000001,0]}",
            "{\"type\":\"Point\",\"coordinates\":[8.0000005,-8.0000005]}",
            "{\"coordinates\":[8,47],\"type\":\"Point\"}",
            "{\"type\":\"Point\",\"coordinates\":[8,47],\"bbox\":[1,2,3,4],\"x\":{\"y\":[]}}",
            "{\"type\":\"Polygon\",\"coordinates\":[[[8,47]]]}",
            "false",
            "0",
            "{\"type\":\"Point\",\"coordinates\":[0.00000049999,-0.0000005]}",
            "{\"type\":\"Point\",\"coordinates\":[[8,47]]}",
            "{\"type\":[\"Point\"],\"coordinates\":[8,47]}");

    private static final List<String> ODD_COLLARS = List.of(
            "null",
            "\"\"",
            "7",
            "\"-a\"",
            "\"_a\"",
            "\"a b\"",
            "\"a.b\"",
            "\"ü\"",
            "\"A\\u0042\"",
            "\"a\\u0000\"",
            "\"" + "x".repeat(64) + "\"",
            "\"" + "x".repeat(65) + "\"",
            "[\"a\"]",
            "\"a\\/b\"",
            "\"\\ud800\"");

    private final Random random;
    private final LocalDate day;
    private long time;

    RandomRawLines(long seed, LocalDate day) {
        this.random = new Random(seed);
        this.day = day;
        this.time = startOf(day);
    }

    private static long startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    /**
     * Returns a file of records. About {@code oddPercent} percent of them are odd, but many odd records are still valid
     * readings. In half of the files each record has its own line. In the others, some or most records share a line.
     */
    byte[] file(int records, int oddPercent) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        if (random.nextInt(4) == 0) {
            file.writeBytes(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
        }
        int joinedPercent = new int[] {0, 0, 40, 95}[random.nextInt(4)];
        time = startOf(day) + random.nextInt(60_000);
        for (int i = 0; i < records; i++) {
            time += 1000L * (1 + random.nextInt(240)) + random.nextInt(3);
            if (random.nextInt(60) == 0) {
                time += 2_400_000;
            }
            file.writeBytes(random.nextInt(100) < oddPercent ? oddLine() : validLine());
            if (random.nextInt(100) < joinedPercent) {
                file.writeBytes(utf8(pick(List.of("", "", "", " ", "\t \r"))));
            } else if (i + 1 < records || random.nextBoolean()) {
                file.writeBytes(random.nextInt(5) == 0 ? new byte[] {'\r', '\n'} : new byte[] {'\n'});
            }
        }
        return file.toByteArray();
    }

    private byte[] validLine() {
        return utf8(line(collar(), quoted(timestamp()), heartRate(), activity(), location()));
    }

    private byte[] oddLine() {
        return switch (random.nextInt(10)) {
            case 0 -> utf8(line(pick(ODD_COLLARS), quoted(timestamp()), heartRate(), activity(), location()));
            case 1 -> utf8(line(collar(), quoted(pick(ODD_TIMES)), heartRate(), activity(), location()));
            case 2 -> utf8(line(collar(), quoted(timestamp()), pick(ODD_VALUES), activity(), location()));
            case 3 -> utf8(line(collar(), quoted(timestamp()), heartRate(), pick(ODD_VALUES), location()));
            case 4 -> utf8(line(collar(), quoted(timestamp()), heartRate(), activity(), pick(ODD_LOCATIONS)));
            case 5 -> withOneByteChanged(validLine());
            case 6 -> cut(validLine());
            case 7 -> utf8(withAnotherMember());
            default -> utf8(oddText());
        };
    }

    private byte[] withOneByteChanged(byte[] line) {
        byte[] changed = line.clone();
        byte[] candidates = {
            0, '\t', ' ', '"', '\\', ',', '{', '}', '[', '1', 'e', '.', '-', 0x7f, (byte) 0xc3, (byte) 0xff
        };
        changed[random.nextInt(changed.length)] = candidates[random.nextInt(candidates.length)];
        return changed;
    }

    private byte[] cut(byte[] line) {
        return Arrays.copyOf(line, random.nextInt(line.length));
    }

    private String withAnotherMember() {
        String line = new String(validLine(), StandardCharsets.UTF_8);
        String member = pick(List.of(
                "\"battery\":0.5",
                "\"heart_rate\":61",
                "\"heart_r\\u0061te\":61",
                "\"x\":\"\\ud83d\\ude00\"",
                "\"x\":\"\\ud83d\"",
                "\"x\":" + "[".repeat(62) + "]".repeat(62),
                "\"x\":" + "[".repeat(63) + "]".repeat(63),
                "\"x\":" + "[".repeat(64) + "]".repeat(64),
                "\"x\":\"" + "[".repeat(100) + "\"",
                "\"x\":1e999",
                "\"x\":NaN",
                "\"x\":\"" + "y".repeat(5000) + "\"",
                "\"x\":\"" + "é".repeat(40_000) + "\"",
                "\"location\":null",
                "\"x\":tru",
                "\"x\":\"\\x\"",
                "\"COLLAR_ID\":1",
                "\"x\":[1,]",
                "\"\":{\"collar_id\":\"other\"}"));
        return random.nextBoolean()
                ? "{" + member + "," + line.trim().substring(1)
                : line.substring(0, line.lastIndexOf('}')) + "," + member + "}";
    }

    private String oddText() {
        return pick(List.of(
                "",
                " ",
                "\t \t",
                "\r",
                "{}",
                "[]",
                "null",
                "1",
                "\"text\"",
                "{} {}",
                "{\"collar_id\"}",
                "\u00a0",
                "nonsense",
                "[".repeat(64),
                "[".repeat(65),
                "{\"a\":".repeat(70),
                "\ufeff{}",
                "{\"a\":1}}",
                "'{}'",
                "//",
                "é",
                "[" + validText() + "]",
                "[" + validText() + "]" + validText(),
                "{\"a\":[}]" + validText() + validText(),
                "{\"a\":]" + validText() + validText(),
                "{\"a\":1}x" + validText() + validText(),
                "{\"a\":\"\\\"}{\"}" + validText(),
                validText() + validText(),
                validText() + "\ufeff" + validText(),
                validText() + "\u00a0" + validText(),
                validText() + "\u000b" + validText(),
                "{\"x\":\"" + "y".repeat(70_000) + "\"}" + validText(),
                validText() + ",",
                " \t" + validText() + " \t"));
    }

    private String validText() {
        return new String(validLine(), StandardCharsets.UTF_8);
    }

    private String line(String collar, String timestamp, String heartRate, String activity, String location) {
        String members = switch (random.nextInt(6)) {
            case 0 ->
                "\"location\":%5$s,\"activity_level\":%4$s,\"heart_rate\":%3$s,\"timestamp\":%2$s,\"collar_id\":%1$s";
            case 1 ->
                " \"collar_id\" : %1$s , \"timestamp\" : %2$s , \"heart_rate\" : %3$s , \"activity_level\" : %4$s , \"location\" : %5$s ";
            case 2 -> "\"collar_id\":%1$s,\"timestamp\":%2$s,\"heart_rate\":%3$s,\"activity_level\":%4$s";
            case 3 ->
                "\"firmware\":{\"v\":[1,2]},\"collar_id\":%1$s,\"timestamp\":%2$s,\"heart_rate\":%3$s,\"activity_level\":%4$s,\"location\":%5$s";
            default ->
                "\"collar_id\":%1$s,\"timestamp\":%2$s,\"heart_rate\":%3$s,\"activity_level\":%4$s,\"location\":%5$s";
        };
        return "{" + members.formatted(collar, timestamp, heartRate, activity, location) + "}";
    }

    private String collar() {
        return quoted("collar-" + (char) ('a' + random.nextInt(7)));
    }

    private String timestamp() {
        long at = time - (random.nextInt(40) == 0 ? 86_400_000L * random.nextInt(3) : 0);
        Instant instant = Instant.ofEpochMilli(at);
        return switch (random.nextInt(4)) {
            case 0 -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atOffset(ZoneOffset.ofHoursMinutes(5, 30)));
            case 1 -> withDigits(instant, 1 + random.nextInt(12));
            default -> instant.toString();
        };
    }

    private String withDigits(Instant instant, int digits) {
        StringBuilder text = new StringBuilder(instant.toString().substring(0, 19)).append('.');
        for (int i = 0; i < digits; i++) {
            text.append(random.nextInt(10));
        }
        return text.append('Z').toString();
    }

    private String heartRate() {
        return switch (random.nextInt(8)) {
            case 0 -> pick(ABSENT_HEART_RATES);
            case 1, 2 -> String.valueOf(45 + random.nextInt(120));
            case 3, 4 -> String.format(Locale.ROOT, "%.1f", 45 + random.nextDouble() * 20);
            default -> String.format(Locale.ROOT, "%.5f", 45 + random.nextDouble() * 120);
        };
    }

    private String activity() {
        // Long stretches of one activity level, so that bouts, games and windows of rest occur.
        return String.valueOf((time / 900_000 + (random.nextInt(12) == 0 ? 1 : 0)) % 3);
    }

    private String location() {
        if (random.nextInt(6) == 0) {
            return "null";
        }
        double lon = 179.999 + random.nextDouble() * 0.002;
        return String.format(
                Locale.ROOT,
                "{\"type\":\"Point\",\"coordinates\":[%.7f,%.6f]}",
                lon > 180 ? lon - 360 : lon,
                -17 + random.nextDouble() * 0.002);
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
