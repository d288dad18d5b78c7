package io.petty.parquet.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.parquet.SampleRow;
import io.petty.parquet.TableColumns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextExportTest {
    private static final List<SampleRow> ROWS = List.of(
            new SampleRow("a", null, 1_763_607_845_678L, 60, null, 1, null, 9, null, 20_412, List.of()),
            new SampleRow(
                    "q\"\\,",
                    "x\n\u0001\u2028\u00e9\ud83d\udc15",
                    -1,
                    2.0E-3,
                    1e22,
                    -2,
                    3,
                    1L << 53,
                    -7L,
                    -1,
                    List.of("a;b", "c\"")));

    @Test
    void writesOneJsonObjectPerLine() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TextExport<List<SampleRow>> export = TextExport.ndjson(SampleRow.COLUMNS, out)) {
            export.write(ROWS, 0, 2);
        }

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        {"id":"a","note":null,"time":"2025-11-20T03:04:05.678Z","rate":60.0,"distance":null,"level":1,\
                        "cycles":null,"line":9,"offset":null,"day":"2025-11-20","flags":[]}
                        {"id":"q\\"\\\\,","note":"x\\n\\u0001\\u2028\u00e9\ud83d\udc15","time":"1969-12-31T23:59:59.999Z",\
                        "rate":0.002,"distance":1.0E22,"level":-2,"cycles":3,"line":9007199254740992,"offset":-7,\
                        "day":"1969-12-31","flags":["a;b","c\\""]}
                        """);
    }

    @Test
    void writesCommaSeparatedValuesWithAHeader() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TextExport<List<SampleRow>> export = TextExport.csv(SampleRow.COLUMNS, out)) {
            export.write(ROWS, 0, 2);
        }

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("id,note,time,rate,distance,level,cycles,line,offset,day,flags\n"
                        + "a,,2025-11-20T03:04:05.678Z,60.0,,1,,9,,2025-11-20,\n"
                        + "\"q\"\"\\,\",\"x\n\u0001\u2028\u00e9\ud83d\udc15\",1969-12-31T23:59:59.999Z,0.002,1.0E22,-2,3,"
                        + "9007199254740992,-7,1969-12-31,\"a;b;c\"\"\"\n");
    }

    @Test
    void quotesFormulasAndCellsThatNeedQuotes() throws IOException {
        TableColumns<List<String>> columns =
                TableColumns.<String>ofRecords().text("content", text -> text).build();
        List<String> cells = List.of("=1+1", "+1", "-1", "@a", "a=b", "", " x ", "a\rb", "a;b", "'");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TextExport<List<String>> export = TextExport.csv(columns, out)) {
            export.write(cells, 0, cells.size());
        }

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("content\n\"=1+1\"\n\"+1\"\n\"-1\"\n\"@a\"\na=b\n\"\"\n x \n\"a\rb\"\na;b\n'\n");
    }

    /** Double.toString of JDK 17 returns one digit too many for 2.0E23. */
    @Test
    void writesTheShortestDigitsOnEveryJdk() throws IOException {
        TableColumns<List<Double>> columns =
                TableColumns.<Double>ofRecords().real("x", value -> value).build();
        List<Double> values =
                List.of(Double.parseDouble("2.0E23"), 0.1 + 0.2, 1e7, 9_999_999.0, -0.0, 12.345678, 1.0E-5);
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        try (TextExport<List<Double>> export = TextExport.csv(columns, csv)) {
            export.write(values, 0, values.size());
        }
        ByteArrayOutputStream ndjson = new ByteArrayOutputStream();
        try (TextExport<List<Double>> export = TextExport.ndjson(columns, ndjson)) {
            export.write(values, 0, values.size());
        }

        assertThat(csv.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "x", "2.0E23", "0.30000000000000004", "1.0E7", "9999999.0", "-0.0", "12.345678", "1.0E-5");
        assertThat(ndjson.toString(StandardCharsets.UTF_8).lines())
                .startsWith("{\"x\":2.0E23}", "{\"x\":0.30000000000000004}");
    }
}
