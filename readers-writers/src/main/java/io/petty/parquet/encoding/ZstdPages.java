package io.petty.parquet.encoding;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Compresses and decompresses pages with zstd, without the Hadoop codecs that parquet-hadoop uses by default. It also
 * reads uncompressed pages, which other writers may create.
 */
public final class ZstdPages implements CompressionCodecFactory {
    /** Level 3 makes writing readings 5 % slower and saves 0.2 % of their size. */
    private static final int LEVEL = 2;

    /** Larger than the pages of any writer. It keeps a damaged header from allocating a huge array. */
    public static final int MAX_PAGE_BYTES = 1 << 27;

    private final Compressor compressor = new Compressor();
    private final Decompressor decompressor = new Decompressor();

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        if (codec != CompressionCodecName.ZSTD) {
            throw new IllegalArgumentException("Pages are written with zstd, not " + codec);
        }
        return compressor;
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return switch (codec) {
            case ZSTD -> decompressor;
            case UNCOMPRESSED -> new Plain();
            default -> throw new IllegalArgumentException("Pages compressed with %s can't be read".formatted(codec));
        };
    }

    @Override
    public void release() {
        compressor.release();
        decompressor.release();
    }

    /** Returns the bytes of a page in an array, without copying them if they are in one. */
    static ByteBuffer heapBuffer(BytesInput page) throws IOException {
        ByteBuffer bytes = page.toByteBuffer(HeapByteBufferAllocator.getInstance(), copied -> {});
        if (bytes.hasArray()) {
            return bytes;
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return ByteBuffer.wrap(copy);
    }

    private static final class Compressor implements BytesInputCompressor {
        private final ZstdCompressCtx context = new ZstdCompressCtx();
        // Parquet copies the result, so one buffer serves all pages.
        private byte[] buffer = new byte[0];

        Compressor() {
            context.setLevel(LEVEL);
        }

        @Override
        public BytesInput compress(BytesInput page) throws IOException {
            ByteBuffer plain = heapBuffer(page);
            int bound = Math.toIntExact(Zstd.compressBound(plain.remaining()));
            if (buffer.length < bound) {
                buffer = new byte[bound];
            }
            int size = context.compressByteArray(
                    buffer, 0, buffer.length, plain.array(), plain.arrayOffset() + plain.position(), plain.remaining());
            return BytesInput.from(buffer, 0, size);
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.ZSTD;
        }

        @Override
        public void release() {
            context.close();
        }
    }

    private static final class Decompressor implements BytesInputDecompressor {
        private final ZstdDecompressCtx context = new ZstdDecompressCtx();

        @Override
        public BytesInput decompress(BytesInput page, int size) throws IOException {
            if (size < 0 || size > MAX_PAGE_BYTES) {
                throw new IOException("A page header states %d bytes".formatted(size));
            }
            ByteBuffer compressed = heapBuffer(page);
            byte[] whole = new byte[size];
            int found = context.decompressByteArray(
                    whole,
                    0,
                    size,
                    compressed.array(),
                    compressed.arrayOffset() + compressed.position(),
                    compressed.remaining());
            if (found != size) {
                throw new IOException("A page holds %d bytes instead of %d".formatted(found, size));
            }
            return BytesInput.from(whole);
        }

        @Override
        public void decompress(ByteBuffer page, int compressedSize, ByteBuffer whole, int size) throws IOException {
            byte[] bytes = new byte[compressedSize];
            page.get(bytes);
            whole.put(heapBuffer(decompress(BytesInput.from(bytes), size)));
        }

        @Override
        public void release() {
            context.close();
        }
    }

    private static final class Plain implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput page, int size) {
            return page;
        }

        @Override
        public void decompress(ByteBuffer page, int compressedSize, ByteBuffer whole, int size) {
            ByteBuffer part = page.slice();
            part.limit(compressedSize);
            page.position(page.position() + compressedSize);
            whole.put(part);
        }

        @Override
        public void release() {
            // Nothing to release.
        }
    }
}
