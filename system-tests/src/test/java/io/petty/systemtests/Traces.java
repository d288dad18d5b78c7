package io.petty.systemtests;

import io.petty.lake.database.LakeDatabase;
import io.petty.reading.PackedReading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Searches everything that a home keeps for a collar's id and location: the bytes of every file, every decompressed
 * block of an Avro file, every value, statistic, property and bloom filter of a Parquet file as another engine decodes
 * it, and every value of the database.
 */
final class Traces {
    private final String collarId;
    private final double longitude;
    private final double latitude;
    private final Map<String, byte[]> forms = new LinkedHashMap<>();

    Traces(String collarId, double longitude, double latitude) {
        this.collarId = collarId;
        this.longitude = longitude;
        this.latitude = latitude;
        forms.put("id", collarId.getBytes(StandardCharsets.US_ASCII));
        forms.put("id in UTF-16", collarId.getBytes(StandardCharsets.UTF_16BE));
        for (double degrees : List.of(longitude, latitude)) {
            forms.put("text " + degrees, String.valueOf(degrees).getBytes(StandardCharsets.US_ASCII));
            for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
                forms.put("double " + degrees + order, bytes(Double.doubleToLongBits(degrees), order));
            }
        }
        long packed = PackedReading.location((int) Math.round(longitude * 1e6), (int) Math.round(latitude * 1e6));
        forms.put("packed", bytes(packed, ByteOrder.LITTLE_ENDIAN));
        forms.put("packed, big-endian", bytes(packed, ByteOrder.BIG_ENDIAN));
    }

    private static byte[] bytes(long value, ByteOrder order) {
        return ByteBuffer.allocate(Long.BYTES).order(order).putLong(value).array();
    }

    /** Returns the files that contain traces of the collar, and the kinds of traces. */
    List<String> in(Path home) throws Exception {
        List<String> found = new ArrayList<>();
        Map<String, List<String>> tables = new TreeMap<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Stream<Path> walk = Files.walk(home)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                Path name = home.relativize(file);
                byte[] bytes = Files.readAllBytes(file);
                look(name.toString(), bytes, found);
                if (name.toString().endsWith(".avro")) {
                    for (byte[] block : avroBlocks(bytes)) {
                        look(name + " (decompressed)", block, found);
                    }
                } else if (name.toString().endsWith(".parquet")) {
                    // For example lake/readings.
                    tables.computeIfAbsent(name.subpath(0, 2).toString(), any -> new ArrayList<>())
                            .add("'" + file.toString().replace("'", "''") + "'");
                }
            }
            for (Map.Entry<String, List<String>> table : tables.entrySet()) {
                lookIntoParquet(
                        duckdb, table.getKey() + "/*.parquet", table.getValue().toString(), found);
            }
        }
        return found;
    }

    /** Returns the columns of the home's database that contain traces of the collar, and the kinds of traces. */
    List<String> inDatabase(Path home) throws SQLException {
        List<String> found = new ArrayList<>();
        try (LakeDatabase database = LakeDatabase.openEmbedded(home);
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names = statement.executeQuery(
                    "select table_name from information_schema.tables where table_schema = 'public'")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery("select * from \"" + table + "\"")) {
                    while (rows.next()) {
                        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                            String value = rows.getString(column);
                            if (value != null) {
                                String place = table + "." + rows.getMetaData().getColumnName(column);
                                look(place, value.getBytes(StandardCharsets.UTF_8), found);
                                look(place + " (base 64)", decoded(value), found);
                            }
                        }
                    }
                }
            }
        }
        return found;
    }

    /** Decodes a value from Base64. Job contexts are stored in this form, as serialized objects. */
    private static byte[] decoded(String value) {
        try {
            return Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private void look(String place, byte[] bytes, List<String> found) {
        forms.forEach((form, pattern) -> {
            if (contains(bytes, pattern)) {
                found.add(place + ": " + form);
            }
        });
    }

    private static boolean contains(byte[] bytes, byte[] pattern) {
        for (int at = 0; at <= bytes.length - pattern.length; at++) {
            int same = 0;
            while (same < pattern.length && bytes[at + same] == pattern[same]) {
                same++;
            }
            if (same == pattern.length) {
                return true;
            }
        }
        return false;
    }

    /** Searches all files of a table at once, because each query has a high fixed cost. */
    private void lookIntoParquet(Connection duckdb, String name, String files, List<String> found) throws SQLException {
        for (String content : List.of("read_parquet", "parquet_metadata", "parquet_kv_metadata", "parquet_schema")) {
            try (Statement statement = duckdb.createStatement();
                    ResultSet rows = statement.executeQuery("select * exclude (%s) from %s(%s%s)"
                            .formatted(
                                    content.equals("read_parquet") ? "filename" : "file_name",
                                    content,
                                    files,
                                    content.equals("read_parquet")
                                            ? ", filename = true, hive_partitioning = false"
                                            : ""))) {
                while (rows.next()) {
                    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                        String value = rows.getString(column);
                        if (value != null) {
                            look(
                                    name + " " + content + " "
                                            + rows.getMetaData().getColumnName(column),
                                    value.getBytes(StandardCharsets.UTF_8),
                                    found);
                        }
                    }
                }
            }
        }
        lookIntoBloomFilter(duckdb, name, files, "collar_id", "'" + collarId + "'", found);
        lookIntoBloomFilter(duckdb, name, files, "lon", longitude + "::double", found);
        lookIntoBloomFilter(duckdb, name, files, "lat", latitude + "::double", found);
    }

    /** Finds filters that report the value as possibly present. */
    private static void lookIntoBloomFilter(
            Connection duckdb, String name, String files, String column, String value, List<String> found)
            throws SQLException {
        String filters = ("select count(*) from parquet_metadata(%s)"
                        + " where path_in_schema = '%s' and bloom_filter_offset is not null")
                .formatted(files, column);
        String passing = "select count(*) from parquet_bloom_probe(%s, '%s', %s) where not bloom_filter_excludes"
                .formatted(files, column, value);
        if (count(duckdb, filters) > 0 && count(duckdb, passing) > 0) {
            found.add(name + ": bloom filter of " + column);
        }
    }

    private static long count(Connection duckdb, String query) throws SQLException {
        try (Statement statement = duckdb.createStatement();
                ResultSet count = statement.executeQuery(query)) {
            count.next();
            return count.getLong(1);
        }
    }

    /** Returns the blocks of an Avro object container file, decompressed if its header says that they are deflated. */
    private static List<byte[]> avroBlocks(byte[] bytes) throws IOException, DataFormatException {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        if (file.getInt() != 0x4F626A01) {
            throw new IOException("Not an Avro file");
        }
        boolean deflated = false;
        for (long entries = number(file); entries != 0; entries = number(file)) {
            for (long entry = 0; entry < entries; entry++) {
                String key = new String(bytes(file), StandardCharsets.UTF_8);
                String value = new String(bytes(file), StandardCharsets.UTF_8);
                deflated |= key.equals("avro.codec") && value.equals("deflate");
            }
        }
        file.position(file.position() + 16);
        List<byte[]> blocks = new ArrayList<>();
        while (file.hasRemaining()) {
            number(file);
            byte[] block = bytes(file);
            blocks.add(deflated ? inflated(block) : block);
            file.position(file.position() + 16);
        }
        return blocks;
    }

    private static byte[] bytes(ByteBuffer file) {
        byte[] bytes = new byte[(int) number(file)];
        file.get(bytes);
        return bytes;
    }

    /** Reads a variable-length zigzag number. */
    private static long number(ByteBuffer file) {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = file.get();
            value |= (long) (next & 0x7F) << shift;
            shift += 7;
        } while (next < 0);
        return value >>> 1 ^ -(value & 1);
    }

    private static byte[] inflated(byte[] block) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        inflater.setInput(block);
        byte[] inflated = new byte[64];
        int size = 0;
        while (!inflater.finished()) {
            if (size == inflated.length) {
                inflated = Arrays.copyOf(inflated, 2 * size);
            }
            int count = inflater.inflate(inflated, size, inflated.length - size);
            if (count == 0 && inflater.needsInput()) {
                break;
            }
            size += count;
        }
        inflater.end();
        return Arrays.copyOf(inflated, size);
    }
}
