package io.petty.raw;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The decompressed bytes of one raw file up to its end or to where it breaks. Tells a break of the file, which is the
 * sender's fault and a reject, from a failure of the storage, which is thrown.
 */
final class RawContent implements Closeable {
    /** 128 MiB, the largest window that zstd itself takes without being told to. */
    private static final int ZSTD_WINDOW_LOG = 27;

    private final StorageStream source;
    private final InputStream decompressed;
    private final boolean compressed;
    private final long limit;
    private long bytesRead;
    private @Nullable String breakMessage;

    RawContent(RawFormat format, InputStream content, long compressedSize, RawRules rules) throws IOException {
        source = new StorageStream(content);
        compressed = format != RawFormat.PLAIN;
        limit = compressed ? rules.decompressedLimit(compressedSize) : Long.MAX_VALUE - 1;
        decompressed = switch (format) {
            case PLAIN -> source;
            case GZIP -> new GzipMembers(source);
            case ZSTD -> new ZstdInputStreamNoFinalizer(new ZstdBlocks(source)).setLongMax(ZSTD_WINDOW_LOG);
        };
    }

    /**
     * Reads like {@link InputStream#read(byte[], int, int)}; −1 also where the file breaks, see {@link #breakMessage}.
     *
     * @throws IOException when the storage fails
     */
    int read(byte[] bytes, int offset, int length) throws IOException {
        if (breakMessage != null) {
            return -1;
        }
        // One byte more than the limit is asked for, since only that byte shows that the limit is passed.
        int count;
        try {
            count = decompressed.read(bytes, offset, (int) Math.min(length, limit - bytesRead + 1));
        } catch (IOException e) {
            IOException failure = source.failure();
            if (failure != null) {
                throw failure;
            }
            return breakAt(e.getMessage());
        }
        if (count < 0) {
            return compressed && source.isEmpty()
                    ? breakAt("it is empty, so it breaks off inside its compression")
                    : -1;
        }
        bytesRead += count;
        if (bytesRead > limit) {
            bytesRead = limit;
            breakAt("it passes the limit on decompressed size or ratio");
            return count == 1 ? -1 : count - 1;
        }
        return count;
    }

    private int breakAt(@Nullable String why) {
        breakMessage = "The file is broken after %d decompressed bytes: %s".formatted(bytesRead, why);
        return -1;
    }

    /** Where and how the file broke; null while it has not. */
    @Nullable
    String breakMessage() {
        return breakMessage;
    }

    @Override
    public void close() throws IOException {
        decompressed.close();
    }
}
