package io.petty.parquet.lookup;

import io.petty.parquet.ColumnBatch;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.ColumnVector;
import io.petty.parquet.DamagedFileException;
import io.petty.parquet.RowRange;
import io.petty.parquet.TableColumns;
import io.petty.parquet.encoding.FlatPageDecoder;
import io.petty.parquet.encoding.PageDecoder;
import io.petty.parquet.encoding.PageHeader;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.io.ParquetDecodingException;

/** The buffers of a look-up, which decode pages into rows. For one look-up at a time. */
final class KeyedRows implements Closeable {
    /** The maximum number of rows of a batch. Few keys have more rows; their rows are read in several batches. */
    private static final int BATCH_ROWS = 256;

    private final PageBuffers buffers = new PageBuffers();
    private final ColumnVector[] vectors;
    private final PageDecoder[] decoders;
    private final ColumnBatch batch;
    private final int keyColumn;

    KeyedRows(TableColumns<?> columns) {
        List<ColumnDescriptor> descriptors = columns.parquetSchema().getColumns();
        vectors = new ColumnVector[descriptors.size()];
        decoders = new PageDecoder[vectors.length];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = ColumnVector.of(descriptors.get(i), BATCH_ROWS);
            decoders[i] = vectors[i].newDecoder();
        }
        batch = new ColumnBatch(vectors);
        keyColumn = columns.names().indexOf(columns.requiredKey());
    }

    /** Reads a range of rows that all have the key, and adds them. */
    <R> void read(
            String location,
            KeyedPages pages,
            FileBytes bytes,
            String key,
            RowRange range,
            ColumnBatch.ToRecord<R> toRecord,
            List<R> into)
            throws IOException {
        for (KeyedPages.Group group : pages.groups()) {
            int first = group.firstRow();
            int from = (int) Math.max(range.from() - first, 0);
            int end = (int) Math.min(range.to() - first, group.rowCount());
            for (int row = from; row < end; row += BATCH_ROWS) {
                int rows = Math.min(BATCH_ROWS, end - row);
                try {
                    fill(bytes, group, key, row, row + rows);
                } catch (RuntimeException e) {
                    if (ColumnFileReader.isOfDamage(e)) {
                        throw new DamagedFileException(location, e);
                    }
                    throw e;
                }
                batch.set((long) first + row, rows);
                for (int i = 0; i < rows; i++) {
                    into.add(toRecord.record(batch, i));
                }
            }
        }
    }

    private void fill(FileBytes bytes, KeyedPages.Group group, String key, int from, int to) throws IOException {
        for (int column = 0; column < vectors.length; column++) {
            if (column == keyColumn) {
                // All rows have the key; its column needn't be read.
                Arrays.fill(((ColumnVector.Strings) vectors[column]).values, 0, to - from, key);
            } else {
                fill(bytes, group.chunks().get(column), decoders[column], vectors[column].nulls, from, to);
            }
        }
    }

    private void fill(FileBytes bytes, KeyedChunk chunk, PageDecoder decoder, boolean[] nulls, int from, int to)
            throws IOException {
        int page = chunk.pageOf(from);
        for (int row = from, end; row < to; row = end, page++) {
            int start = chunk.firstRows[page];
            int pageEnd = chunk.firstRows[page + 1];
            end = Math.min(to, pageEnd);
            switch (chunk.known(page)) {
                case KeyedChunk.NULLS -> decoder.fill(null, nulls, row - from, end - row);
                case KeyedChunk.VALUE -> decoder.fill(chunk.value(), nulls, row - from, end - row);
                default -> {
                    start(bytes, chunk, page, decoder, pageEnd - start);
                    decoder.skip(row - start);
                    decoder.read(nulls, row - from, end - row);
                }
            }
        }
    }

    private void start(FileBytes bytes, KeyedChunk chunk, int page, PageDecoder decoder, int rows) throws IOException {
        PageHeader header = buffers.read(bytes, chunk.offsets[page], chunk.offsets[page + 1], chunk.codec);
        if (header.kind() != PageHeader.Kind.DATA
                || header.valueCount() < rows
                || (decoder instanceof FlatPageDecoder && header.valueCount() != rows)) {
            throw new ParquetDecodingException("A page has %d values for %d rows".formatted(header.valueCount(), rows));
        }
        decoder.use(chunk.dictionary);
        decoder.start(header.valueCount(), header.levels(), header.encoding(), buffers.page());
    }

    @Override
    public void close() {
        buffers.close();
    }
}
