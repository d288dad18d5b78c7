import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads all tables of a home with Spark, both vectorized and not. Arguments: HOME EXPORTS. */
final class SparkTables {
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]).toAbsolutePath();
        ExportedTables exported = new ExportedTables(Path.of(arguments[1]));
        String catalog = "spark.sql.catalog.petty";
        try (SparkSession spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.datetime.java8API.enabled", "true")
                .config(catalog, "org.apache.iceberg.spark.SparkCatalog")
                .config(catalog + ".catalog-impl", "org.apache.iceberg.jdbc.JdbcCatalog")
                .config(
                        catalog + ".uri",
                        "jdbc:h2:file:" + home
                                + "/database;AUTO_SERVER=TRUE;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE")
                .config(catalog + ".jdbc.user", "petty")
                .config(
                        catalog + ".jdbc.password",
                        Files.readString(home.resolve("database.password")).strip())
                .config(catalog + ".warehouse", home.resolve("lake").toString())
                .config(catalog + ".jdbc.schema-version", "V1")
                .getOrCreate()) {
            for (String vectorized : List.of("true", "false")) {
                spark.conf().set("spark.sql.iceberg.vectorization.enabled", vectorized);
                for (String table : ExportedTables.TABLES) {
                    System.out.printf(
                            "RESULT %s %s %s%n",
                            table, vectorized.equals("true") ? "vectorized" : "by-row", judge(spark, exported, table));
                }
            }
        }
    }

    private static String judge(SparkSession spark, ExportedTables exported, String table) {
        try {
            // Spark reads row by row if a list column is selected. This query omits it, so that the other columns are
            // read vectorized.
            if (table.equals("summaries")) {
                spark.sql("select first_reading, last_reading, readings from petty.petty.summaries").collectAsList();
            }
            List<String> names = List.of(spark.table("petty.petty." + table).columns());
            List<String> rows = new ArrayList<>();
            for (Row row : spark.table("petty.petty." + table).collectAsList()) {
                List<Object> values = new ArrayList<>();
                for (int i = 0; i < names.size(); i++) {
                    values.add(names.get(i).equals("flags") ? row.getList(i) : row.get(i));
                }
                rows.add(exported.row(table, names, values));
            }
            return exported.judge(table, rows);
        } catch (Exception e) {
            return ExportedTables.failure(e);
        }
    }
}
