package io.petty.parquet.encoding;

import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/** Decodes texts. Each text of a dictionary is decoded once, so that equal texts of a row group are one object. */
public final class TextPageDecoder extends FlatPageDecoder {
    private static final String[] NONE = new String[0];

    private final String[] values;
    private final long[] ids;
    private String[] dictionary = NONE;
    private @Nullable PageCursor plain;

    /** @param values receives the texts by row; unspecified for null rows */
    public TextPageDecoder(ColumnDescriptor column, String[] values) {
        super(column, values.length);
        this.values = values;
        this.ids = new long[values.length];
    }

    @Override
    public PageDictionary readDictionary(PageCursor page, int size) {
        return new PageDictionary.Texts(texts(page, size));
    }

    static String[] texts(PageCursor page, int size) {
        if (size < 0 || (long) size * Integer.BYTES > page.left()) {
            throw new ParquetDecodingException("%d texts in %d bytes".formatted(size, page.left()));
        }
        String[] texts = new String[size];
        for (int i = 0; i < size; i++) {
            texts[i] = page.text(page.nextInt());
        }
        return texts;
    }

    @Override
    public void use(@Nullable PageDictionary next) {
        super.use(next);
        dictionary = next instanceof PageDictionary.Texts texts ? texts.values : NONE;
    }

    @Override
    void startValues(Encoding encoding, PageCursor page) {
        if (encoding != Encoding.PLAIN) {
            throw new ParquetDecodingException("A page of texts in " + encoding);
        }
        plain = page;
    }

    @Override
    void values(int at, int count) {
        if (plain != null) {
            for (int i = at; i < at + count; i++) {
                values[i] = plain.text(plain.nextInt());
            }
        }
    }

    @Override
    void skipValues(int count) {
        if (plain != null) {
            for (int i = 0; i < count; i++) {
                plain.part(plain.nextInt());
            }
        }
    }

    @Override
    void values(RunLengthDecoder decoder, int at, int count) {
        decoder.read(ids, 0, count);
        for (int i = 0; i < count; i++) {
            values[at + i] = dictionary[(int) ids[i]];
        }
    }

    @Override
    void fill(PageDictionary value, int at, int rows) {
        if (value instanceof PageDictionary.Texts texts) {
            Arrays.fill(values, at, at + rows, texts.values[0]);
        }
    }

    @Override
    void spread(boolean[] nulls, int at, int rows, int count) {
        int value = at + count - 1;
        for (int row = at + rows - 1; row > value; row--) {
            if (!nulls[row]) {
                values[row] = values[value--];
            }
        }
    }
}
