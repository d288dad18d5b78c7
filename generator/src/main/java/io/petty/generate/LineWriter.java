package io.petty.generate;

import io.petty.reading.PackedReading;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/** Writes readings as lines of bytes. A usual line allocates nothing. */
final class LineWriter {
    private static final int MILLIS_PER_DAY = 86_400_000;
    private static final int FLUSH_AT = 1 << 16;
    /**
     * More than the size of a usual line, which consists of an id of at most 64 characters and about 150 other bytes.
     */
    private static final int LONGEST_LINE = 512;

    private static final byte[] COLLAR = ascii("{\"collar_id\":\"");
    private static final byte[] TIMESTAMP = ascii("\",\"timestamp\":\"");
    private static final byte[] HEART_RATE = ascii("\",\"heart_rate\":");
    private static final byte[] NULL = ascii("null");
    private static final byte[] ACTIVITY = ascii(",\"activity_level\":");
    private static final byte[] LOCATION = ascii(",\"location\":{\"type\":\"Point\",\"coordinates\":[");
    private static final byte[] LOCATED_END = ascii("]}}\n");
    private static final byte[] END = ascii("}\n");

    private final byte[] buffer = new byte[FLUSH_AT + LONGEST_LINE];
    private int size;
    private long dateDay = Long.MIN_VALUE;
    private byte[] date = new byte[0];

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes one row of a delivery. */
    void write(DeliverySlice delivery, int row, Pet pet, OutputStream out) throws IOException {
        if (delivery.kind(row) == LineKind.USUAL) {
            usual(delivery, row, pet);
            if (size >= FLUSH_AT) {
                flush(out);
            }
        } else {
            flush(out);
            out.write(UnusualLine.of(delivery, row, pet));
        }
    }

    /** Writes the buffered bytes. */
    void flush(OutputStream out) throws IOException {
        out.write(buffer, 0, size);
        size = 0;
    }

    private void usual(DeliverySlice delivery, int row, Pet pet) {
        bytes(COLLAR);
        text(pet.collarId());
        bytes(TIMESTAMP);
        timestamp(delivery.time(row), pet.wholeSeconds());
        bytes(HEART_RATE);
        heartRate(delivery.heartRate(row), pet.wholeBeats());
        bytes(ACTIVITY);
        buffer[size++] = (byte) ('0' + delivery.activity(row));
        if (delivery.located(row)) {
            bytes(LOCATION);
            degrees(delivery.longitude(row));
            buffer[size++] = ',';
            degrees(delivery.latitude(row));
            bytes(LOCATED_END);
        } else {
            bytes(END);
        }
    }

    private void timestamp(long epochMillis, boolean wholeSeconds) {
        long day = Math.floorDiv(epochMillis, MILLIS_PER_DAY);
        if (day != dateDay) {
            dateDay = day;
            date = ascii(LocalDate.ofEpochDay(day) + "T");
        }
        int ofDay = (int) (epochMillis - day * MILLIS_PER_DAY);
        bytes(date);
        digits(ofDay / 3_600_000, 2);
        buffer[size++] = ':';
        digits(ofDay / 60_000 % 60, 2);
        buffer[size++] = ':';
        digits(ofDay / 1000 % 60, 2);
        if (!wholeSeconds) {
            buffer[size++] = '.';
            digits(ofDay % 1000, 3);
        }
        buffer[size++] = 'Z';
    }

    private void heartRate(int thousandths, boolean wholeBeats) {
        if (thousandths == PackedReading.NO_HEART_RATE) {
            bytes(NULL);
            return;
        }
        int beats = thousandths / 1000;
        digits(beats, beats < 100 ? 2 : 3);
        if (!wholeBeats) {
            buffer[size++] = '.';
            digits(thousandths / 100 % 10, 1);
        }
    }

    private void degrees(int millionths) {
        int rest = millionths;
        if (rest < 0) {
            buffer[size++] = '-';
            rest = -rest;
        }
        int whole = rest / 1_000_000;
        digits(whole, whole < 10 ? 1 : whole < 100 ? 2 : 3);
        buffer[size++] = '.';
        digits(rest % 1_000_000, 6);
    }

    private void digits(int number, int count) {
        int rest = number;
        for (int i = size + count - 1; i >= size; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += count;
    }

    private void text(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            buffer[size++] = (byte) ascii.charAt(i);
        }
    }

    private void bytes(byte[] text) {
        System.arraycopy(text, 0, buffer, size, text.length);
        size += text.length;
    }
}
