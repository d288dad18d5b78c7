package io.petty.jobs.ingest;

import io.petty.reading.CollarDay;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 over values, each kept apart from the next, as 64 hex digits. */
public final class Fingerprint {
    private static final int BUFFER_BYTES = 1 << 14;

    private final MessageDigest sha256;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    public Fingerprint() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    public Fingerprint add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes.length);
        drain();
        sha256.update(bytes);
        return this;
    }

    public Fingerprint add(long number) {
        if (buffer.remaining() < Long.BYTES) {
            drain();
        }
        buffer.putLong(number);
        return this;
    }

    /** Adds a collar's id and all its readings of the day. */
    public Fingerprint add(CollarDay readings) {
        add(readings.collarId()).add(readings.size());
        for (int i = 0; i < readings.size(); i++) {
            add(readings.key(i)).add(readings.location(i));
        }
        return this;
    }

    private void drain() {
        sha256.update(buffer.array(), 0, buffer.position());
        buffer.clear();
    }

    /** Ends the fingerprint and gives it as 64 hex digits. */
    public String digest() {
        drain();
        return HexFormat.of().formatHex(sha256.digest());
    }
}
