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
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
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
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.Term;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;

/**
 * The Iceberg tables of a lake, in a JDBC catalog. A table is created when it is first used. Opening a lake opens the
 * catalog, so commands that need only the database should not open one.
 */
public final class Lake implements Closeable {
    private static final Namespace NAMESPACE = Namespace.of("petty");

    private final LakeDatabase database;
    private final StorageLocation location;
    private final FileIO files;
    private final CollarBuckets buckets;
    private final JdbcCatalog catalog;
    private volatile boolean evolvesTables;

    /** Opens the lake whose table files are below {@code location}. */
    public Lake(LakeDatabase database, StorageLocation location, S3Settings s3, CollarBuckets buckets) {
        this.database = database;
        this.location = location;
        this.files = Storage.tableFiles(location, s3);
        this.buckets = buckets;
        this.catalog = new JdbcCatalog(
                properties -> files,
                properties -> new CatalogConnections(database.dataSource(), database.url()),
                false);
        catalog.initialize(
                "petty",
                Map.of(
                        CatalogProperties.URI,
                        database.url(),
                        CatalogProperties.WAREHOUSE_LOCATION,
                        location.toString(),
                        "jdbc.schema-version",
                        "V1"));
    }

    public LakeDatabase database() {
        return database;
    }

    public FileIO files() {
        return files;
    }

    /**
     * Makes later calls of {@link #readings} and of the methods for other tables evolve a table of an earlier version
     * to the columns of this version. They throw an {@link IncompatibleTableException} for a table that can't be
     * evolved. Only for a process that holds the lake's lease and is about to write. Readers don't need it.
     */
    public void evolveTables() {
        evolvesTables = true;
    }

    /** Returns whether the table files are in a folder of this machine. */
    boolean isLocal() {
        return !location.isS3();
    }

    public CollarBuckets buckets() {
        return buckets;
    }

    /** Returns the tables that exist, in order of their names. */
    public List<Table> tables() {
        if (!catalog.namespaceExists(NAMESPACE)) {
            return List.of();
        }
        return catalog.listTables(NAMESPACE).stream()
                .sorted(Comparator.comparing(TableIdentifier::name))
                .map(catalog::loadTable)
                .toList();
    }

    /**
     * One row per reading, partitioned by event day and delivery day. Files are sorted by the collar's bucket, collar
     * and time.
     */
    public Table readings() {
        return table(
                "readings",
                ReadingTable.COLUMNS,
                spec -> spec.identity("event_day").identity("delivery_day"),
                Expressions.bucket("collar_id", buckets.count()),
                Expressions.ref("collar_id"),
                Expressions.ref("time"));
    }

    /** One row per reject, partitioned by delivery day. */
    public Table rejects() {
        return table("rejects", RejectTable.COLUMNS, spec -> spec.identity("delivery_day"), columns("file", "line"));
    }

    /** One row per event, partitioned by event day and the collar's bucket. */
    public Table timelines() {
        return dayTable("timelines", TimelineTable.COLUMNS, "collar_id", "start");
    }

    /** One row per collar and day, partitioned by event day and the collar's bucket. */
    public Table summaries() {
        return dayTable("summaries", SummaryTable.COLUMNS, "collar_id");
    }

    /** The exact resting heart rate of each collar and day, partitioned by event day and the collar's bucket. */
    public Table resting() {
        return dayTable("resting", RestingTable.COLUMNS, "collar_id");
    }

    /** The number of voices on a collar's events of a class, partitioned by event day and the collar's bucket. */
    public Table voices() {
        return dayTable("voices", VoiceTable.COLUMNS, "collar_id");
    }

    /**
     * One row per piece of feedback, partitioned by the first characters of the event's id, which encode the event day.
     */
    public Table feedback() {
        return table(
                "feedback",
                FeedbackTable.COLUMNS,
                spec -> spec.truncate("event_id", EventId.DAY_PREFIX),
                columns("event_id", "feedback_id"));
    }

    /** One row per document below the feedback root, partitioned by the shard of its key. */
    public Table feedbackDocuments() {
        return table(
                "feedback_documents",
                FeedbackDocumentTable.COLUMNS,
                spec -> spec.identity("shard"),
                columns("event_id", "feedback_id"));
    }

    private Table dayTable(String name, TableColumns<?> columns, String... sortColumns) {
        return table(
                name, columns, spec -> spec.identity("day").bucket("collar_id", buckets.count()), columns(sortColumns));
    }

    private static Term[] columns(String... names) {
        return Stream.of(names).map(Expressions::ref).toArray(Term[]::new);
    }

    private Table table(
            String name, TableColumns<?> columns, UnaryOperator<PartitionSpec.Builder> partitions, Term... sortTerms) {
        TableIdentifier identifier = TableIdentifier.of(NAMESPACE, name);
        Table table;
        try {
            // Checking first whether it exists would read its metadata twice.
            table = catalog.loadTable(identifier);
        } catch (NoSuchTableException missing) {
            createUnless(
                    () -> catalog.tableExists(identifier), () -> create(identifier, columns, partitions, sortTerms));
            table = catalog.loadTable(identifier);
        }
        if (evolvesTables) {
            TableEvolution.evolve(table, columns.icebergSchema());
        }
        return table;
    }

    private void create(
            TableIdentifier identifier,
            TableColumns<?> columns,
            UnaryOperator<PartitionSpec.Builder> partitions,
            Term... sortTerms) {
        // The namespace isn't created when the lake is opened, since readers can't write.
        createUnless(() -> catalog.namespaceExists(NAMESPACE), () -> catalog.createNamespace(NAMESPACE));
        Schema schema = columns.icebergSchema();
        SortOrder.Builder order = SortOrder.builderFor(schema);
        Stream.of(sortTerms).forEach(order::asc);
        // Iceberg numbers the columns of a new table by position, and later columns in the order they are added.
        Transaction creation = catalog.buildTable(identifier, columns.firstIcebergSchema())
                .withLocation(location.resolve(identifier.name()).toString())
                .withPartitionSpec(
                        partitions.apply(PartitionSpec.builderFor(schema)).build())
                .withSortOrder(order.build())
                .withProperty(TableProperties.FORMAT_VERSION, "2")
                .withProperty(TableProperties.PARQUET_COMPRESSION, "zstd")
                .withProperty(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true")
                .withProperty(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "20")
                .createTransaction();
        TableEvolution.evolve(creation.table(), schema);
        creation.commitTransaction();
    }

    private static void createUnless(BooleanSupplier exists, Runnable creation) {
        if (!exists.getAsBoolean()) {
            try {
                creation.run();
            } catch (RuntimeException e) {
                // Another process may have created it in the meantime, which each database reports differently.
                if (!exists.getAsBoolean()) {
                    throw e;
                }
            }
        }
    }

    /** Returns a snapshot's data files that may contain rows that match the filter. */
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

    /** Returns the current snapshot's data files that may contain matching rows; none if there is no snapshot. */
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
