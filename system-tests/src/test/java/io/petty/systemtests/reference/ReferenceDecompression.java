package io.petty.systemtests.reference;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses a raw file as far as possible. The compression (gzip, Zstandard or none) is detected from the content,
 * not from the name.
 */
final class ReferenceDecompression {

    private static final long GZIP = 0x8b_1f;
    private static final long ZSTD = 0xfd_2f_b5_28L;
    /** The first of the 16 magic numbers of skippable Zstandard frames, which have no content. */
    private static final long ZSTD_SKIPPABLE = 0x18_4d_2a_50L;

    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private boolean broken;

    private ReferenceDecompression() {}

    static ReferenceDecompression of(byte[] bytes) {
        ReferenceDecompression quick = attempt(bytes, 8192);
        // A decoder discards what it decoded in the call that fails. Nothing is lost if each call reads a single byte.
        return quick.broken ? attempt(bytes, 1) : quick;
    }

    /** Returns the content without byte order marks at the start of the file or of a member. */
    byte[] content() {
        return content.toByteArray();
    }

    /** Returns whether the file can't be read to its end, so that content may be missing. */
    boolean broken() {
        return broken;
    }

    private static ReferenceDecompression attempt(byte[] bytes, int step) {
        ReferenceDecompression result = new ReferenceDecompression();
        try {
            if (isGzip(bytes, 0) || isZstd(bytes, 0)) {
                result.members(bytes, step);
            } else {
                result.append(bytes);
            }
        } catch (IOException | DataFormatException e) {
            result.broken = true;
        }
        return result;
    }

    private static boolean isGzip(byte[] bytes, int at) throws IOException {
        return bytes.length - at >= 2 && littleEndian(bytes, at, 2) == GZIP;
    }

    private static boolean isZstd(byte[] bytes, int at) throws IOException {
        return bytes.length - at >= 4 && (littleEndian(bytes, at, 4) == ZSTD || isSkippable(bytes, at));
    }

    private static boolean isSkippable(byte[] bytes, int at) throws IOException {
        return (littleEndian(bytes, at, 4) & ~0xfL) == ZSTD_SKIPPABLE;
    }

    /** Adds the readable content of a member, without a byte order mark. */
    private void append(byte[] member) {
        boolean marked =
                member.length >= 3 && member[0] == (byte) 0xef && member[1] == (byte) 0xbb && member[2] == (byte) 0xbf;
        int start = marked ? 3 : 0;
        content.write(member, start, member.length - start);
    }

    /** Reads all gzip members (RFC 1952) and Zstandard frames (RFC 8878). Only zeros may follow them. */
    private void members(byte[] bytes, int step) throws IOException, DataFormatException {
        int at = 0;
        while (isGzip(bytes, at) || isZstd(bytes, at)) {
            at = isGzip(bytes, at) ? member(bytes, at, step) : frame(bytes, at, step);
        }
        requireZeros(bytes, at);
    }

    private int frame(byte[] bytes, int start, int step) throws IOException {
        int end = endOfFrame(bytes, start);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        byte[] buffer = new byte[step];
        try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(bytes, start, end - start))) {
            int read = in.read(buffer, 0, step);
            while (read >= 0) {
                frame.write(buffer, 0, read);
                read = in.read(buffer, 0, step);
            }
        } finally {
            append(frame.toByteArray());
        }
        return end;
    }

    /** Returns the end of a frame, or the end of the file if the frame is truncated. */
    private static int endOfFrame(byte[] bytes, int start) {
        try {
            if (isSkippable(bytes, start)) {
                return within(bytes, start + 8 + littleEndian(bytes, start + 4, 4));
            }
            int descriptor = (int) littleEndian(bytes, start + 4, 1);
            boolean singleSegment = (descriptor & 0x20) != 0;
            int contentSizeFlag = descriptor >> 6;
            int contentSizeBytes = contentSizeFlag == 0 ? (singleSegment ? 1 : 0) : 1 << contentSizeFlag;
            int dictionaryBytes = new int[] {0, 1, 2, 4}[descriptor & 3];
            int at = start + 5 + (singleSegment ? 0 : 1) + dictionaryBytes + contentSizeBytes;
            boolean last = false;
            while (!last) {
                int header = (int) littleEndian(bytes, at, 3);
                last = (header & 1) != 0;
                boolean isRepeatedByte = (header >> 1 & 3) == 1;
                at = within(bytes, at + 3L + (isRepeatedByte ? 1 : header >> 3));
            }
            return within(bytes, at + ((descriptor & 4) == 0 ? 0 : 4L));
        } catch (IOException e) {
            return bytes.length;
        }
    }

    private static int within(byte[] bytes, long at) throws IOException {
        if (at > bytes.length) {
            throw new IOException("broken off");
        }
        return (int) at;
    }

    private static void requireZeros(byte[] bytes, int start) throws IOException {
        for (int at = start; at < bytes.length; at++) {
            if (bytes[at] != 0) {
                throw new IOException("trailing data after the last member");
            }
        }
    }

    private int member(byte[] bytes, int start, int step) throws IOException, DataFormatException {
        int body = endOfHeader(bytes, start);
        Inflater inflater = new Inflater(true);
        ByteArrayOutputStream member = new ByteArrayOutputStream();
        try {
            inflater.setInput(bytes, body, bytes.length - body);
            CRC32 checksum = new CRC32();
            byte[] buffer = new byte[step];
            while (!inflater.finished()) {
                int read = inflater.inflate(buffer, 0, step);
                if (read == 0 && !inflater.finished()) {
                    throw new IOException("broken off");
                }
                checksum.update(buffer, 0, read);
                member.write(buffer, 0, read);
            }
            int trailer = bytes.length - inflater.getRemaining();
            if (littleEndian(bytes, trailer, 4) != checksum.getValue()
                    || littleEndian(bytes, trailer + 4, 4) != (inflater.getBytesWritten() & 0xffff_ffffL)) {
                throw new IOException("wrong checksum");
            }
            return trailer + 8;
        } finally {
            append(member.toByteArray());
            inflater.end();
        }
    }

    private static int endOfHeader(byte[] bytes, int start) throws IOException {
        if (littleEndian(bytes, start, 3) != 0x08_8b_1f) {
            throw new IOException("not a gzip member");
        }
        int flags = (int) littleEndian(bytes, start + 3, 1);
        int at = start + 10;
        if ((flags & 4) != 0) {
            at += 2 + (int) littleEndian(bytes, at, 2);
        }
        if ((flags & 8) != 0) {
            at = afterZero(bytes, at);
        }
        if ((flags & 16) != 0) {
            at = afterZero(bytes, at);
        }
        if ((flags & 2) != 0) {
            long stored = littleEndian(bytes, at, 2);
            CRC32 checksum = new CRC32();
            checksum.update(Arrays.copyOfRange(bytes, start, at));
            if (stored != (checksum.getValue() & 0xffff)) {
                throw new IOException("wrong header checksum");
            }
            at += 2;
        }
        if (at > bytes.length) {
            throw new IOException("broken off");
        }
        return at;
    }

    private static int afterZero(byte[] bytes, int start) throws IOException {
        int at = start;
        while (littleEndian(bytes, at, 1) != 0) {
            at++;
        }
        return at + 1;
    }

    private static long littleEndian(byte[] bytes, int at, int length) throws IOException {
        if (at + length > bytes.length) {
            throw new IOException("broken off");
        }
        long value = 0;
        for (int i = length - 1; i >= 0; i--) {
            value = value * 256 + Byte.toUnsignedInt(bytes[at + i]);
        }
        return value;
    }
}
