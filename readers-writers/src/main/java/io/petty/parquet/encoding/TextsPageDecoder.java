package io.petty.parquet.encoding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/** Decodes lists of texts, all lists of a page at once. An empty list is stored as a single null entry. */
public final class TextsPageDecoder extends PageDecoder {
    private final List<List<String>> values;
    private final List<List<String>> page = new ArrayList<>();
    private String[] dictionary = new String[0];
    /** The next row of the page. */
    private int next;

    /** @param values receives the lists by row */
    public TextsPageDecoder(List<List<String>> values) {
        this.values = values;
    }

    @Override
    public PageDictionary readDictionary(PageCursor page, int size) {
        return new PageDictionary.Texts(TextPageDecoder.texts(page, size));
    }

    @Override
    public void use(@Nullable PageDictionary next) {
        super.use(next);
        dictionary = next instanceof PageDictionary.Texts texts ? texts.values : new String[0];
    }

    @Override
    public void start(int valueCount, Encoding levelEncoding, Encoding encoding, PageCursor cursor) {
        long[] repetitions = new long[valueCount];
        long[] definitions = new long[valueCount];
        levels(cursor, levelEncoding, 1).read(repetitions, 0, valueCount);
        levels(cursor, levelEncoding, 1).read(definitions, 0, valueCount);
        int count = 0;
        for (long definition : definitions) {
            count += (int) definition;
        }
        String[] texts = encoding.usesDictionary() ? texts(ids(cursor), count) : texts(cursor, encoding, count);
        page.clear();
        next = 0;
        int text = 0;
        List<String> row = new ArrayList<>();
        for (int i = 0; i < valueCount; i++) {
            if (repetitions[i] == 0 && i > 0) {
                page.add(List.copyOf(row));
                row.clear();
            }
            if (definitions[i] == 1) {
                row.add(texts[text++]);
            }
        }
        page.add(List.copyOf(row));
    }

    private String[] texts(RunLengthDecoder decoder, int count) {
        long[] ids = new long[count];
        decoder.read(ids, 0, count);
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            texts[i] = dictionary[(int) ids[i]];
        }
        return texts;
    }

    private static String[] texts(PageCursor cursor, Encoding encoding, int count) {
        if (encoding != Encoding.PLAIN) {
            throw new ParquetDecodingException("A page of texts in " + encoding);
        }
        return TextPageDecoder.texts(cursor, count);
    }

    @Override
    public void read(boolean[] nulls, int at, int rows) {
        for (int i = 0; i < rows; i++) {
            values.set(at + i, page.get(next++));
        }
    }

    @Override
    public void skip(int rows) {
        next += rows;
    }

    @Override
    public void fill(@Nullable PageDictionary value, boolean[] nulls, int at, int rows) {
        Collections.fill(values.subList(at, at + rows), List.of());
    }
}
