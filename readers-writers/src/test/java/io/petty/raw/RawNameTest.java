package io.petty.raw;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.ndjson",
                "x/a.jsonl",
                "hour=04/a.json",
                "READINGS.JSON",
                "a.JsonL.GZ",
                "a.b.json.gz",
                "a.gz.json",
                "a.ndjson.zst",
                "part-0",
                "part-0.gz",
                "PART-0.ZST",
                "stream-1-2026-11-20-01-00-12-5f0e",
                "topic+3+0000000042",
                "json",
                "gz",
                "a_b/c.d/part-0",
                "line\nfeed",
                "hour=03_$folder$"
            })
    void acceptsNamesOfRawFiles(String name) {
        assertThat(RawName.of("dt=2026-11-20/" + name)).isEqualTo(RawName.RAW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "notes.txt",
                "x.txt.gz",
                "x.json.gz.gz",
                "a.json.gz.zst",
                "part-0.gz.gz",
                "a.csv",
                "a.json.bz2",
                "a.b",
                "a.b.gz",
                "a.",
                "a.json ",
                "a.j\u017Fon"
            })
    void ignoresOtherNames(String name) {
        assertThat(RawName.of("dt=2026-11-20/" + name)).isEqualTo(RawName.IGNORED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_SUCCESS",
                "_a.json",
                "._h00.ndjson",
                ".a.json",
                ".gz",
                "..",
                "../a.json",
                "_temporary/0/part-0.gz",
                "x/.spark-staging/part-0.json",
                "x/_SUCCESS",
                "",
                "hour=03/"
            })
    void hidesMarkersUnfinishedFilesAndPlaceholders(String name) {
        assertThat(RawName.of("dt=2026-11-20/" + name)).isEqualTo(RawName.HIDDEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"_x/a.json", ".x/a.json", "dt=2026-11-20//a.json"})
    void checksOnlyTheNameBelowTheDayFolder(String key) {
        assertThat(RawName.of(key)).isEqualTo(RawName.RAW);
    }
}
