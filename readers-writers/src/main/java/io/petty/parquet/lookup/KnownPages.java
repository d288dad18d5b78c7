package io.petty.parquet.lookup;

import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.encoding.PageDictionary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a chunk that needn't be read: the chunk's page index proves that all rows of such a page are null or
 * have the same value. In half of the event columns, this applies to almost all pages.
 */
final class KnownPages {
    static final KnownPages NONE = new KnownPages(null, null);

    /** See {@link KeyedChunk}. Null if nothing is known about any page. */
    final byte @Nullable [] pages;
    /** A dictionary of the single value. */
    final @Nullable PageDictionary value;

    private KnownPages(byte @Nullable [] pages, @Nullable PageDictionary value) {
        this.pages = pages;
        this.value = value;
    }

    static KnownPages of(ColumnFileReader reader, ColumnChunkMetaData chunk, ColumnDescriptor column)
            throws IOException {
        // Without the tail's checksum, a flipped bit in the index would go unnoticed.
        if (!reader.isSealed() || (column.getMaxDefinitionLevel() == 0 && !mayBeConstant(column))) {
            return NONE;
        }
        ColumnIndex bounds = reader.bounds(chunk);
        if (bounds == null || bounds.getNullCounts() == null) {
            return NONE;
        }
        List<Boolean> nulls = bounds.getNullPages();
        byte[] pages = new byte[nulls.size()];
        ByteBuffer constant = null;
        boolean isAny = false;
        for (int page = 0; page < pages.length; page++) {
            if (nulls.get(page)) {
                pages[page] = KeyedChunk.NULLS;
            } else if (isConstant(bounds, page, column)) {
                ByteBuffer value = bounds.getMinValues().get(page);
                if (constant == null) {
                    constant = value;
                }
                pages[page] = constant.equals(value) ? KeyedChunk.VALUE : KeyedChunk.NOTHING;
            }
            isAny |= pages[page] != KeyedChunk.NOTHING;
        }
        return isAny ? new KnownPages(pages, constant == null ? null : value(constant, column)) : NONE;
    }

    /** Only whole numbers and texts: the bounds of doubles don't distinguish the two zeros. */
    private static boolean mayBeConstant(ColumnDescriptor column) {
        PrimitiveTypeName type = column.getPrimitiveType().getPrimitiveTypeName();
        return column.getMaxRepetitionLevel() == 0
                && (type == PrimitiveTypeName.INT32 || type == PrimitiveTypeName.BINARY);
    }

    private static boolean isConstant(ColumnIndex bounds, int page, ColumnDescriptor column) {
        return mayBeConstant(column)
                && bounds.getNullCounts().get(page) == 0
                // The bounds of a long text are truncated, and the upper one is increased. They are never equal.
                && bounds.getMinValues().get(page).equals(bounds.getMaxValues().get(page));
    }

    private static PageDictionary value(ByteBuffer bytes, ColumnDescriptor column) {
        return column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32
                ? new PageDictionary.Numbers(
                        bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt())
                : new PageDictionary.Texts(
                        StandardCharsets.UTF_8.decode(bytes.duplicate()).toString());
    }
}
