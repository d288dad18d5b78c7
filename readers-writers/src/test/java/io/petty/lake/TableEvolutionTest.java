package io.petty.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.lake.database.CatalogConnections;
import io.petty.lake.database.LakeDatabase;
import io.petty.reading.CollarBuckets;
import io.petty.storage.S3Settings;
import io.petty.storage.StorageLocation;
import io.petty.timeline.TimelineTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableEvolutionTest {
    @TempDir
    Path home;

    private LakeDatabase database;
    private Lake lake;

    @BeforeEach
    void open() {
        database = LakeDatabase.openEmbedded(home);
        lake = openLake();
    }

    private Lake openLake() {
        return new Lake(
                database, StorageLocation.parse(home.resolve("lake").toString()), S3Settings.AWS, new CollarBuckets(4));
    }

    @AfterEach
    void close() throws IOException {
        lake.close();
        database.close();
    }

    @Test
    void createsTablesWithTheFieldIdsOfFiles() {
        assertThat(lake.timelines().schema().asStruct())
                .isEqualTo(TimelineTable.COLUMNS.icebergSchema().asStruct());
        assertThat(lake.timelines().schema().findField("hr_readings").fieldId()).isEqualTo(23);
        assertThat(lake.voices().schema().findField("rule_confidence").fieldId())
                .isEqualTo(7);
        assertThat(lake.summaries().schema().findField("flags.element").fieldId())
                .isEqualTo(21);
    }

    @Test
    void addsNewColumnsToATableOfAnEarlierVersionOnlyForAWriter() {
        createTimelinesAsVersion2026Did();
        assertThat(lake.timelines().schema().findField("hr_readings"))
                .as("column before a writer evolves the table")
                .isNull();

        lake.evolveTables();

        assertThat(lake.timelines().schema().asStruct())
                .isEqualTo(TimelineTable.COLUMNS.icebergSchema().asStruct());
        assertThat(lake.timelines().schema().columns())
                .extracting(NestedField::name)
                .containsExactlyElementsOf(TimelineTable.COLUMNS.names());
    }

    /** In version 2026, the heart rate columns were required, and no column counted the heart rates. */
    private void createTimelinesAsVersion2026Did() {
        Schema schema = new Schema(TimelineTable.COLUMNS.firstIcebergSchema().columns().stream()
                .map(column -> column.name().startsWith("hr_") ? column.asRequired() : column)
                .toList());
        try (JdbcCatalog catalog = new JdbcCatalog(
                properties -> lake.files(),
                properties -> new CatalogConnections(database.dataSource(), database.url()),
                false)) {
            catalog.initialize(
                    "petty",
                    Map.of(
                            CatalogProperties.URI,
                            database.url(),
                            CatalogProperties.WAREHOUSE_LOCATION,
                            home.resolve("lake").toString(),
                            "jdbc.schema-version",
                            "V1"));
            catalog.createTable(TableIdentifier.of("petty", "timelines"), schema);
        }
    }

    @Test
    void makesRequiredColumnsOptional() {
        Schema released = new Schema(
                NestedField.required(1, "collar_id", Types.StringType.get()),
                NestedField.required(2, "heart_rate", Types.DoubleType.get()));
        Schema wanted = new Schema(
                NestedField.required(1, "collar_id", Types.StringType.get()),
                NestedField.optional(3, "unit", Types.StringType.get()),
                NestedField.optional(2, "heart_rate", Types.DoubleType.get()));
        Table table = made(released);

        TableEvolution.evolve(table, wanted);

        assertThat(table.schema().asStruct()).isEqualTo(wanted.asStruct());
        int version = table.schema().schemaId();
        TableEvolution.evolve(table, wanted);
        assertThat(table.schema().schemaId()).isEqualTo(version);
    }

    @Test
    void refusesATableOfANewerVersion() {
        Schema released = new Schema(NestedField.required(1, "collar_id", Types.StringType.get()));
        Table table = made(new Schema(
                NestedField.required(1, "collar_id", Types.StringType.get()),
                NestedField.optional(2, "mood", Types.StringType.get())));

        assertThatThrownBy(() -> TableEvolution.evolve(table, released))
                .isInstanceOf(IncompatibleTableException.class)
                .hasMessageContaining("has a column mood that this version of Petty doesn't know")
                .hasMessageContaining("Use that version or a later one");
    }

    @Test
    void refusesAChangedColumnTypeAndANewRequiredColumn() {
        Schema released = new Schema(NestedField.required(1, "line", Types.IntegerType.get()));
        Table table = made(released);

        assertThatThrownBy(() ->
                        TableEvolution.evolve(table, new Schema(NestedField.required(1, "line", Types.LongType.get()))))
                .isInstanceOf(IncompatibleTableException.class)
                .hasMessageContaining("a column line of another kind (int with id 1, not long with id 1)");
        assertThatThrownBy(() -> TableEvolution.evolve(
                        table,
                        new Schema(
                                NestedField.required(1, "line", Types.IntegerType.get()),
                                NestedField.required(2, "file", Types.StringType.get()))))
                .isInstanceOf(IncompatibleTableException.class)
                .hasMessageContaining("lacks the column file")
                .hasMessageContaining("new home");
        assertThat(table.schema().asStruct()).isEqualTo(released.asStruct());
    }

    private static Table made(Schema schema) {
        InMemoryCatalog catalog = new InMemoryCatalog();
        catalog.initialize("made", Map.of());
        catalog.createNamespace(Namespace.of("petty"));
        return catalog.createTable(TableIdentifier.of("petty", "made"), schema);
    }
}
