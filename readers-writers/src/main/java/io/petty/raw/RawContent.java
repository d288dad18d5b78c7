package io.petty.raw;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The decompressed bytes of one raw file, up to its end or the point where it is broken. Byte order marks at the start
 * of the file and of its members are removed. A broken file is the sender's fault and becomes a reject; a failure of
 * the storage is thrown.
 *
 * <p>A compressed file consists of members: gzip members and zstd frames in any order, each recognized by its magic
 * number. A file that starts with neither is uncompressed and a single member.
 */
final class RawContent implements Closeable {
    /** 128 MiB, the largest window that zstd accepts by default. */
    private static final int ZSTD_WINDOW_LOG = 27;

    private static final int MARK_BYTES = 3;

    private final RawInput input;

    private @Nullable GzipMember gzip;
    private @Nullable ZstdFrame zstd;
    private @Nullable InputStream zstdContent;

    private InputStream member = InputStream.nullInputStream();
    private boolean insideMember;
    private boolean started;

    /**
     * The first bytes of a member, which may be a byte order mark. Those at [startFrom, startTo) haven't been returned
     * yet.
     */
    private final byte[] start = new byte[MARK_BYTES];

    private int startFrom;
    private int startTo;

    /** The maximum number of decompressed bytes; an uncompressed file has no limit. */
    private long limit;

    private long bytesRead;
    private @Nullable String breakMessage;

    RawContent(InputStream content, long compressedSize, RawRules rules) {
        input = new RawInput(content);
        limit = rules.decompressedLimit(compressedSize);
    }

    /**
     * Reads like {@link InputStream#read(byte[], int, int)}. Also returns −1 where the file is broken, see {@link
     * #breakMessage}.
     *
     * @param length at least 1
     * @throws IOException if the storage fails
     */
    int read(byte[] bytes, int offset, int length) throws IOException {
        while (true) {
            if (startFrom < startTo) {
                int count = Math.min(length, startTo - startFrom);
                System.arraycopy(start, startFrom, bytes, offset, count);
                startFrom += count;
                return count;
            }
            if (insideMember) {
                int count = readMember(bytes, offset, length);
                if (count > 0) {
                    return count;
                }
            } else if (!startMember()) {
                return -1;
            }
        }
    }

    /**
     * Moves to the next member and skips a byte order mark at its start. Returns false at the end of the file and where
     * it is broken.
     */
    private boolean startMember() throws IOException {
        if (breakMessage != null) {
            return false;
        }
        try {
            InputStream next = nextMember();
            if (next == null) {
                return false;
            }
            member = next;
            insideMember = true;
        } catch (IOException e) {
            breakAt(e);
            return false;
        }
        startFrom = 0;
        startTo = 0;
        while (insideMember && startTo < MARK_BYTES) {
            startTo += readMember(start, startTo, MARK_BYTES - startTo);
        }
        if (startTo == MARK_BYTES && start[0] == (byte) 0xEF && start[1] == (byte) 0xBB && start[2] == (byte) 0xBF) {
            startTo = 0;
        }
        return true;
    }

    private @Nullable InputStream nextMember() throws IOException {
        boolean first = !started;
        started = true;
        int magic = input.peek();
        if ((magic & 0xFFFF) == GzipMember.MAGIC) {
            if (gzip == null) {
                gzip = new GzipMember(input);
            }
            gzip.start();
            return gzip;
        }
        if (ZstdFrame.startsWith(magic)) {
            if (zstd == null) {
                zstd = new ZstdFrame(input);
                zstdContent = new ZstdInputStreamNoFinalizer(zstd).setLongMax(ZSTD_WINDOW_LOG);
            }
            zstd.start();
            return zstdContent;
        }
        if (first) {
            limit = Long.MAX_VALUE - 1;
            return input;
        }
        input.skipZeros();
        if (!input.isAtEnd()) {
            throw new IOException("the data after its last compressed part is neither gzip, zstd nor zero bytes");
        }
        return null;
    }

    /** Reads from the member. Returns 0 at its end and where the file is broken. */
    private int readMember(byte[] bytes, int offset, int length) throws IOException {
        int count;
        try {
            // Requests one byte more than the limit, since only that byte shows that the limit is exceeded.
            count = member.read(bytes, offset, (int) Math.min(length, limit - bytesRead + 1));
        } catch (IOException e) {
            breakAt(e);
            return 0;
        }
        if (count < 0) {
            insideMember = false;
            return 0;
        }
        bytesRead += count;
        if (bytesRead > limit) {
            bytesRead = limit;
            breakAt("it exceeds the limit on decompressed size or ratio");
            return count - 1;
        }
        return count;
    }

    private void breakAt(IOException e) throws IOException {
        IOException failure = input.failure();
        if (failure != null) {
            throw failure;
        }
        breakAt(e.getMessage());
    }

    private void breakAt(@Nullable String why) {
        insideMember = false;
        breakMessage = "The file is broken after %d decompressed bytes: %s".formatted(bytesRead, why);
    }

    /** Returns where and how the file is broken, or null if no fault has been found so far. */
    @Nullable
    String breakMessage() {
        return breakMessage;
    }

    @Override
    public void close() throws IOException {
        if (gzip != null) {
            gzip.close();
        }
        if (zstdContent != null) {
            zstdContent.close();
        }
        input.close();
    }
}
