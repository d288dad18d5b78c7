package io.petty.lake;

import io.petty.feedback.FeedbackDocumentTable;
import io.petty.feedback.FeedbackTable;
import io.petty.lake.database.CatalogConnections;
import io.petty.lake.database.LakeDatabase;
import io.petty.parquet.TableColumns;
import io.petty.raw.RejectTable;
import io.petty.reading.CollarBuckets;
import io.petty.reading.ReadingTable;
import io.petty.storage.S3Settings;
import io.petty.storage.Storage;
import io.petty.storage.StorageLocation;
import io.petty.timeline.EventId;
import io.petty.timeline.RestingTable;
import io.petty.timeline.SummaryTable;
import io.petty.timeline.TimelineTable;
import io.petty.timeline.VoiceTable;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;

/**
 * The Iceberg tables of a lake, in a JDBC catalog. A table is made when it is first asked for. The catalog is only
 * opened then, so that commands that ask the database alone stay quick.
 */
public final class Lake implements Closeable {
    private static final Namespace NAMESPACE = Namespace.of("petty");

    private final LakeDatabase database;
    private final StorageLocation location;
    private final FileIO files;
    private final CollarBuckets buckets;
    private final JdbcCatalog catalog;
    private volatile boolean evolvesTables;

    /** Opens the lake whose table files lie below {@code location}. */
    public Lake(LakeDatabase database, StorageLocation location, S3Settings s3, CollarBuckets buckets) {
        this.database = database;
        this.location = location;
        this.files = Storage.tableFiles(location, s3);
        this.buckets = buckets;
        this.catalog = new JdbcCatalog(
                properties -> files,
                properties -> new CatalogConnections(database.dataSource(), database.url()),
                false);
        Map<String, String> properties = new HashMap<>();
        properties.put(CatalogProperties.URI, database.url());
        properties.put(CatalogProperties.WAREHOUSE_LOCATION, location.toString());
        properties.put("jdbc.schema-version", "V1");
        catalog.initialize("petty", properties);
        if (!catalog.namespaceExists(NAMESPACE)) {
            try {
                catalog.createNamespace(NAMESPACE);
            } catch (RuntimeException e) {
                // Each database tells in its own way that another process made it in between.
                if (!catalog.namespaceExists(NAMESPACE)) {
                    throw e;
                }
            }
        }
    }

    public LakeDatabase database() {
        return database;
    }

    public FileIO files() {
        return files;
    }

    /**
     * Gives tables that earlier versions made the columns of this one, each when it is next asked for; an
     * {@link IncompatibleTableException} says why one can't have them. Only for who holds the lake's lease and is about to
     * write: readers need nothing of it.
     */
    public void evolveTables() {
        evolvesTables = true;
    }

    /** Whether table files lie in a folder of this machine. */
    boolean isLocal() {
        return !location.isS3();
    }

    public CollarBuckets buckets() {
        return buckets;
    }

    /** The tables that were made so far, in order of their names. */
    public List<Table> tables() {
        return catalog.listTables(NAMESPACE).stream()
                .sorted(Comparator.comparing(TableIdentifier::name))
                .map(catalog::loadTable)
                .toList();
    }

    /** A reading a row, by event day and delivery day; files are sorted by bucket of collar, collar and time. */
    public Table readings() {
        Schema schema = ReadingTable.COLUMNS.icebergSchema();
        return table(
                "readings",
                ReadingTable.COLUMNS,
                PartitionSpec.builderFor(schema)
                        .identity("event_day")
                        .identity("delivery_day")
                        .build(),
                SortOrder.builderFor(schema)
                        .asc(Expressions.bucket("collar_id", buckets.count()))
                        .asc("collar_id")
                        .asc("time")
                        .build());
    }

    /** A reject a row, by delivery day. */
    public Table rejects() {
        Schema schema = RejectTable.COLUMNS.icebergSchema();
        return table(
                "rejects",
                RejectTable.COLUMNS,
                PartitionSpec.builderFor(schema).identity("delivery_day").build(),
                SortOrder.builderFor(schema).asc("file").asc("line").build());
    }

    /** An event a row, by event day and bucket of collar. */
    public Table timelines() {
        Schema schema = TimelineTable.COLUMNS.icebergSchema();
        return dayTable(
                "timelines",
                TimelineTable.COLUMNS,
                SortOrder.builderFor(schema).asc("collar_id").asc("start"));
    }

    /** A collar's day a row, by event day and bucket of collar. */
    public Table summaries() {
        Schema schema = SummaryTable.COLUMNS.icebergSchema();
        return dayTable(
                "summaries", SummaryTable.COLUMNS, SortOrder.builderFor(schema).asc("collar_id"));
    }

    /** The exact resting heart rate of a collar's day a row, by event day and bucket of collar. */
    public Table resting() {
        Schema schema = RestingTable.COLUMNS.icebergSchema();
        return dayTable(
                "resting", RestingTable.COLUMNS, SortOrder.builderFor(schema).asc("collar_id"));
    }

    /** How many voices there are on a collar's events of a behavior a row, by event day and bucket of collar. */
    public Table voices() {
        Schema schema = VoiceTable.COLUMNS.icebergSchema();
        return dayTable(
                "voices", VoiceTable.COLUMNS, SortOrder.builderFor(schema).asc("collar_id"));
    }

    /** An owner's feedback a row, by event day: the first characters of an event's id tell it. */
    public Table feedback() {
        Schema schema = FeedbackTable.COLUMNS.icebergSchema();
        return table(
                "feedback",
                FeedbackTable.COLUMNS,
                PartitionSpec.builderFor(schema)
                        .truncate("event_id", EventId.DAY_PREFIX)
                        .build(),
                SortOrder.builderFor(schema).asc("event_id").asc("feedback_id").build());
    }

    /** A document below the feedback root a row, by shard of its key. */
    public Table feedbackDocuments() {
        Schema schema = FeedbackDocumentTable.COLUMNS.icebergSchema();
        return table(
                "feedback_documents",
                FeedbackDocumentTable.COLUMNS,
                PartitionSpec.builderFor(schema).identity("shard").build(),
                SortOrder.builderFor(schema).asc("event_id").asc("feedback_id").build());
    }

    private Table dayTable(String name, TableColumns<?> columns, SortOrder.Builder order) {
        return table(
                name,
                columns,
                PartitionSpec.builderFor(columns.icebergSchema())
                        .identity("day")
                        .bucket("collar_id", buckets.count())
                        .build(),
                order.build());
    }

    private Table table(String name, TableColumns<?> columns, PartitionSpec partitions, SortOrder order) {
        TableIdentifier identifier = TableIdentifier.of(NAMESPACE, name);
        if (!catalog.tableExists(identifier)) {
            try {
                // Iceberg numbers the columns of a new table by their places, and added ones as they are added.
                Transaction creation = catalog.buildTable(identifier, columns.firstIcebergSchema())
                        .withLocation(location.resolve(name).toString())
                        .withPartitionSpec(partitions)
                        .withSortOrder(order)
                        .withProperty(TableProperties.FORMAT_VERSION, "2")
                        .withProperty(TableProperties.PARQUET_COMPRESSION, "zstd")
                        .withProperty(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true")
                        .withProperty(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "20")
                        .createTransaction();
                TableEvolution.evolve(creation.table(), columns.icebergSchema());
                creation.commitTransaction();
            } catch (RuntimeException e) {
                // When another process made it in between, that one is as good; each database tells so in its own way.
                if (!catalog.tableExists(identifier)) {
                    throw e;
                }
            }
        }
        Table table = catalog.loadTable(identifier);
        if (evolvesTables) {
            TableEvolution.evolve(table, columns.icebergSchema());
        }
        return table;
    }

    /** The data files of one snapshot that may hold rows for which the filter is true. */
    public static List<DataFile> dataFiles(Table table, long snapshotId, Expression filter) {
        List<DataFile> found = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks =
                table.newScan().useSnapshot(snapshotId).filter(filter).planFiles()) {
            tasks.forEach(task -> found.add(task.file()));
        } catch (IOException e) {
            throw new UncheckedIOException("The files of table " + table.name() + " can't be listed", e);
        }
        return found;
    }

    /** The data files of the table as it is now; none while it has no snapshot. */
    public static List<DataFile> currentDataFiles(Table table, Expression filter) {
        return table.currentSnapshot() == null
                ? List.of()
                : dataFiles(table, table.currentSnapshot().snapshotId(), filter);
    }

    @Override
    public void close() throws IOException {
        catalog.close();
        files.close();
    }
}
