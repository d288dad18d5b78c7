package io.petty.parquet.lookup;

import com.github.luben.zstd.ZstdDecompressCtx;
import io.petty.parquet.encoding.PageCursor;
import io.petty.parquet.encoding.PageHeader;
import io.petty.parquet.encoding.ZstdPages;
import java.io.Closeable;
import java.io.IOException;
import java.util.zip.CRC32;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ParquetDecodingException;

/** Reads single pages from a file, and verifies and decompresses them, without new objects for each. For one thread. */
final class PageBuffers implements Closeable {
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
    private final CRC32 checksum = new CRC32();
    private byte[] stored = new byte[1 << 12];
    private byte[] plain = new byte[1 << 13];
    private PageCursor page = new PageCursor(plain, 0, 0);

    /**
     * Reads a page with its header.
     *
     * @param from position of its header
     * @param to the byte after the page
     * @throws ParquetDecodingException if there is no whole page, or its checksum differs
     */
    PageHeader read(FileBytes file, int from, int to, CompressionCodecName codec) throws IOException {
        int length = to - from;
        if (stored.length < length) {
            stored = new byte[length];
        }
        file.read(from, stored, length);
        PageCursor cursor = new PageCursor(stored, 0, length);
        PageHeader header = PageHeader.read(cursor);
        if (header.bytes() != cursor.left()) {
            throw new ParquetDecodingException(
                    "A page has %d bytes instead of %d".formatted(cursor.left(), header.bytes()));
        }
        int start = length - header.bytes();
        checksum.reset();
        checksum.update(stored, start, header.bytes());
        if ((int) checksum.getValue() != header.checksum()) {
            throw new ParquetDecodingException("The checksum of a page is wrong");
        }
        page = codec == CompressionCodecName.UNCOMPRESSED ? cursor : decompress(start, header);
        return header;
    }

    private PageCursor decompress(int start, PageHeader header) {
        int size = header.plainBytes();
        if (size > ZstdPages.MAX_PAGE_BYTES) {
            throw new ParquetDecodingException("A page header states %d bytes".formatted(size));
        }
        if (plain.length < size) {
            plain = new byte[size];
        }
        int found = zstd.decompressByteArray(plain, 0, size, stored, start, header.bytes());
        if (found != size) {
            throw new ParquetDecodingException("A page holds %d bytes instead of %d".formatted(found, size));
        }
        return new PageCursor(plain, 0, size);
    }

    /** Returns the last page read, decompressed. Valid until the next is read. */
    PageCursor page() {
        return page;
    }

    @Override
    public void close() {
        zstd.close();
    }
}
