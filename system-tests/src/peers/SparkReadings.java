import java.io.IOException;
import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Does the first half of Petty's work with Spark SQL, on all cores, with default settings. Checks the readings of a
 * delivery day, removes duplicates, and sorts by collar and time. Rejects are dropped without a reason, and timelines
 * aren't computed. Detects only the kinds of invalid lines that the generator writes. Arguments: RAW DATE OUT.
 */
final class SparkReadings {
    private static final String FIELDS = "collar_id string, timestamp string, heart_rate double, activity_level double,"
            + " location struct<type: string, coordinates: array<double>>, unusable string";

    /** The lateral views keep Spark from parsing a line or a timestamp again for each check. */
    private static final String CHECKED =
            """
            select collar_id, time, heart_rate, activity_level, lon, lat,
                cast(time as date) as event_day, date '${date}' as delivery_day
            from (
                select collar_id, cast(timestamp_millis(millis) as timestamp_ntz) as time, millis,
                    nullif(heart_rate, 0) as heart_rate, cast(activity_level as int) as activity_level,
                    case when lon <> 0 or lat <> 0 then lon end as lon, case when lon <> 0 or lat <> 0 then lat end as lat
                from (
                    select *, try_element_at(location.coordinates, 1) as lon, try_element_at(location.coordinates, 2) as lat
                    from lines
                    lateral view inline(array(from_json(value, '${fields}', map(
                        'columnNameOfCorruptRecord', 'unusable', 'allowNonNumericNumbers', 'false')))) fields
                    lateral view explode(array(unix_millis(try_cast(timestamp as timestamp)))) times as millis
                    where value like '{%' and octet_length(value) <= 65536
                        -- A line with a duplicate field is a reject. Spark would use the last value.
                        and substring_index(value, '"heart_rate"', 2) = value)
                where unusable is null
                    and collar_id rlike '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$'
                    and timestamp rlike
                        '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$'
                    and millis between ${first} and ${last}
                    and (heart_rate is null or heart_rate = 0 or heart_rate between 30 and 300)
                    and activity_level in (0, 1, 2)
                    and (location is null or location.type = 'Point' and size(location.coordinates) in (2, 3)
                        and lon between -180 and 180 and lat between -90 and 90))
            """;
    /** One sort by collar and time both brings duplicates together and puts the files in order. */
    private static final String READINGS = "select * except (earlier) from (select *, lag(time) over (partition by collar_id"
            + " order by time, heart_rate nulls last, activity_level, lon nulls last, lat nulls last) as earlier"
            + " from checked) where earlier is distinct from time";

    public static void main(String[] arguments) throws IOException {
        LocalDate date = LocalDate.parse(arguments[1]);
        long midnight = date.toEpochDay() * 86_400_000;
        try (SparkSession spark = SparkSession.builder()
                .master("local[*]")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.local.dir", arguments[2] + "/spilled")
                .getOrCreate()) {
            spark.read().text(arguments[0] + "/dt=" + date).createOrReplaceTempView("lines");
            Dataset<Row> checked = spark.sql(CHECKED.replace("${fields}", FIELDS)
                    .replace("${date}", date.toString())
                    .replace("${first}", Long.toString(midnight - 30 * 86_400_000L))
                    .replace("${last}", Long.toString(midnight + 25 * 3_600_000L)));
            checked.createOrReplaceTempView("checked");
            spark.sql(READINGS)
                    .write()
                    .option("compression", "zstd")
                    .mode(SaveMode.Overwrite)
                    .parquet(arguments[2] + "/readings");
        }
    }
}
