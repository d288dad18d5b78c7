package io.petty.lake;

import io.petty.feedback.Feedback;
import io.petty.reading.CollarDay;
import io.petty.timeline.RestingHeartRate;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * Computes the SHA-256 of a sequence of values, as 64 hex digits.
 *
 * <p>Readings are first reduced to one 128-bit MurmurHash3 per collar and day, since a night has gigabytes of them.
 * That hash detects accidental changes, but not deliberate collisions. Only the sender of the readings could construct
 * a collision, and its only effect would be that the changed readings aren't processed.
 */
public final class Fingerprint {
    private static final int BUFFER_BYTES = 1 << 14;

    private final MessageDigest sha256 = DigestUtils.getSha256Digest();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private byte[] packed = new byte[0];

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

    /** Adds a collar's id and all its readings of a day. */
    public Fingerprint add(CollarDay readings) {
        int bytes = readings.size() * 2 * Long.BYTES;
        if (packed.length < bytes) {
            packed = new byte[bytes];
        }
        LongBuffer longs =
                ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        readings.copyTo(longs);
        long[] hash = MurmurHash3.hash128x64(packed, 0, bytes, 0);
        return add(readings.collarId()).add(readings.size()).add(hash[0]).add(hash[1]);
    }

    /**
     * Adds feedback, except the key of its document and its recorded event. Neither moving it to another file nor
     * recording its event changes its meaning.
     */
    public Fingerprint add(Feedback feedback) {
        return add(feedback.eventId())
                .add(feedback.feedbackId())
                .add(Objects.requireNonNullElse(feedback.userKey(), ""))
                .add(feedback.voice().label())
                .add(Objects.requireNonNullElse(feedback.correctedBehavior(), ""))
                .add(feedback.timestamp());
    }

    /** Adds a collar's id and its exact resting heart rate. */
    public Fingerprint add(RestingHeartRate rate) {
        return add(rate.collarId()).add(rate.sum()).add(rate.readings());
    }

    private void drain() {
        sha256.update(buffer.array(), 0, buffer.position());
        buffer.clear();
    }

    /** Completes the fingerprint and returns it as 64 hex digits. */
    public String digest() {
        drain();
        return HexFormat.of().formatHex(sha256.digest());
    }
}
