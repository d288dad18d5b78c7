package io.petty.systemtests.reference;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The bytes a raw file holds, as far as they can be had. */
final class ReferenceDecompression {

    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private boolean broken;

    private ReferenceDecompression() {}

    /** Decompresses by the name's ending: {@code .gz}, {@code .zst} or nothing. */
    static ReferenceDecompression of(String file, byte[] bytes) {
        ReferenceDecompression quick = attempt(file, bytes, 8192);
        // A decoder that fails keeps back what it decoded in the call that failed. Asked byte by byte it keeps nothing.
        return quick.broken ? attempt(file, bytes, 1) : quick;
    }

    byte[] content() {
        return content.toByteArray();
    }

    /** Whether the file goes on after its content, but can't be read any further. */
    boolean broken() {
        return broken;
    }

    private static ReferenceDecompression attempt(String file, byte[] bytes, int step) {
        ReferenceDecompression result = new ReferenceDecompression();
        try {
            if (file.endsWith(".gz")) {
                result.gunzip(bytes, step);
            } else if (file.endsWith(".zst")) {
                result.unzstd(bytes, step);
            } else {
                result.content.write(bytes);
            }
        } catch (IOException | DataFormatException e) {
            result.broken = true;
        }
        return result;
    }

    private void unzstd(byte[] bytes, int step) throws IOException {
        if (bytes.length == 0) {
            throw new IOException("no frame");
        }
        byte[] buffer = new byte[step];
        try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(bytes))) {
            int read = in.read(buffer, 0, step);
            while (read >= 0) {
                content.write(buffer, 0, read);
                read = in.read(buffer, 0, step);
            }
        }
    }

    /** One gzip member after the other (RFC 1952), and nothing else, to the last byte. */
    private void gunzip(byte[] bytes, int step) throws IOException, DataFormatException {
        int at = 0;
        do {
            at = member(bytes, at, step);
        } while (at < bytes.length);
    }

    private int member(byte[] bytes, int start, int step) throws IOException, DataFormatException {
        int body = endOfHeader(bytes, start);
        Inflater inflater = new Inflater(true);
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
                content.write(buffer, 0, read);
            }
            int trailer = bytes.length - inflater.getRemaining();
            if (littleEndian(bytes, trailer, 4) != checksum.getValue()
                    || littleEndian(bytes, trailer + 4, 4) != (inflater.getBytesWritten() & 0xffff_ffffL)) {
                throw new IOException("wrong checksum");
            }
            return trailer + 8;
        } finally {
            inflater.end();
        }
    }

    private static int endOfHeader(byte[] bytes, int start) throws IOException {
        if (littleEndian(bytes, start, 3) != 0x08_8b_1f) {
            throw new IOException("no gzip member");
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
