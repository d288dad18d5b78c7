package io.petty.lake.erasure;

import io.petty.forgotten.ForgottenNames;
import io.petty.lake.database.LakeDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Erases a collar's names from text columns and deletes the contexts of jobs, as listed in {@link CollarColumn}. */
public final class RecordErasure {
    private final JdbcClient database;

    public RecordErasure(LakeDatabase lake) {
        this.database = lake.client();
    }

    /** @param key the values of the columns that identify the row */
    private record Found(List<Object> key, String text) {}

    /** Erases the names, in the caller's transaction. */
    public void erase(String collarId, ForgottenNames names) {
        for (CollarColumn column : CollarColumn.ALL) {
            switch (column.erasure()) {
                case NAMES_REPLACED -> replaceNames(column, collarId, names);
                case TABLE_EMPTIED ->
                    database.sql("delete from " + column.table()).update();
                case ROWS_DELETED, KEPT -> {
                    // CollarRevocation deletes rows. Keyed hashes stay.
                }
            }
        }
    }

    private void replaceNames(CollarColumn column, String collarId, ForgottenNames names) {
        for (Found row : find(column, collarId)) {
            String without = names.withoutThem(row.text());
            if (without.equals(row.text())) {
                continue;
            }
            if (column.table().equals("delivery_files") && isFile(row.key().get(0), without)) {
                addToFile(row.key().get(0), row.text(), without);
            } else {
                List<Object> parameters = new ArrayList<>(List.of(without));
                parameters.addAll(row.key());
                String key = column.key().stream().map(name -> name + " = ?").collect(Collectors.joining(" and "));
                database.sql("update %s set %s = ? where %s".formatted(column.table(), column.column(), key))
                        .params(parameters)
                        .update();
            }
        }
    }

    private boolean isFile(Object deliveryDay, String file) {
        return !database.sql("select 1 from delivery_files where delivery_day = ? and file = ?")
                .params(deliveryDay, file)
                .query(Integer.class)
                .list()
                .isEmpty();
    }

    /**
     * Adds a file's counts to those of another file of the same day that already has the first file's new name. Deletes
     * the record of the first file.
     */
    private void addToFile(Object deliveryDay, String file, String other) {
        database.sql("update delivery_files f set (size_bytes, raw_lines, blank_lines, readings, rejects, forgotten,"
                        + " broken, ignored) = (select f.size_bytes + g.size_bytes, f.raw_lines + g.raw_lines,"
                        + " f.blank_lines + g.blank_lines, f.readings + g.readings, f.rejects + g.rejects,"
                        + " f.forgotten + g.forgotten, f.broken or g.broken, f.ignored and g.ignored"
                        + " from delivery_files g where g.delivery_day = f.delivery_day and g.file = ?)"
                        + " where f.delivery_day = ? and f.file = ?")
                .params(file, deliveryDay, other)
                .update();
        database.sql("delete from delivery_files where delivery_day = ? and file = ?")
                .params(deliveryDay, file)
                .update();
    }

    /** Finds texts that contain the collar's id or any event's id. */
    private List<Found> find(CollarColumn column, String collarId) {
        return database.sql("select %s as row_text, %s from %s where %s like ? or %s like ?"
                        .formatted(
                                column.column(),
                                String.join(", ", column.key()),
                                column.table(),
                                column.column(),
                                column.column()))
                .params("%" + collarId.replace("_", "\\_") + "%", "%evt\\_%")
                .query((row, number) -> {
                    List<Object> key = new ArrayList<>();
                    for (String name : column.key()) {
                        key.add(row.getObject(name));
                    }
                    return new Found(key, row.getString("row_text"));
                })
                .list();
    }
}
