package io.petty.lake;

import io.petty.forgotten.ForgottenNames;
import io.petty.lake.database.LakeDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Erases a collar's names from the texts of the database, and the contexts of jobs, as {@link CollarColumn} lists them. */
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
                    // Access deletes the rows; the hashes stay.
                }
            }
        }
    }

    private void replaceNames(CollarColumn column, String collarId, ForgottenNames names) {
        for (Found row : find(column, collarId)) {
            String without = names.withoutThem(row.text());
            if (!without.equals(row.text())) {
                List<Object> parameters = new ArrayList<>(List.of(without));
                parameters.addAll(row.key());
                String key = column.key().stream().map(name -> name + " = ?").collect(Collectors.joining(" and "));
                database.sql("update %s set %s = ? where %s".formatted(column.table(), column.column(), key))
                        .params(parameters)
                        .update();
            }
        }
    }

    /** Finds texts that have the collar's id or the id of any event. */
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
