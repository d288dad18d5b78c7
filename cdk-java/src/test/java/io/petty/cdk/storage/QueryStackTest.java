package io.petty.cdk.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Compares the tables that Athena queries with those of the lake. */
class QueryStackTest {
    @Test
    void letsAthenaQueryExistingTables() throws IOException {
        String source = Files.readString(Path.of("../readers-writers/src/main/java/io/petty/lake/Lake.java"));

        assertThat(source).contains("location.resolve(identifier.name())");
        assertThat(QueryStack.SHARED_TABLES).allMatch(table -> source.contains("\"" + table + "\""));
    }
}
