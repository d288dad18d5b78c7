package io.petty.access;

import io.petty.lake.database.LakeDatabase;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The text columns of the access tables, for checks that they contain no secrets. */
public final class StoredTexts {
    private final AccessDatabase database;

    public StoredTexts(LakeDatabase lake) {
        database = new AccessDatabase(lake);
    }

    /** A text column. */
    public record Column(String schema, String table, String name) {
        private boolean isOfAccess() {
            String lower = table.toLowerCase(Locale.ROOT);
            return List.of("token", "key", "code", "access", "secret").stream().anyMatch(lower::contains);
        }
    }

    public List<Column> columns() {
        return database
                .sql("select table_schema, table_name, column_name from information_schema.columns"
                        + " where lower(data_type) in ('character varying', 'text', 'character large object')"
                        + " and lower(table_schema) not in ('information_schema', 'pg_catalog')")
                .query((row, number) -> new Column(row.getString(1), row.getString(2), row.getString(3)))
                .list()
                .stream()
                .filter(Column::isOfAccess)
                .toList();
    }

    /** Returns whether a value of the column contains one of the texts. */
    public boolean isIn(Column column, Collection<String> texts) {
        String name = quoted(column.name());
        // Uses position instead of "like", since an underscore in a secret would match any character.
        String conditions = texts.stream()
                .map(text -> "position(cast(? as varchar(200)) in %s) > 0".formatted(name))
                .collect(Collectors.joining(" or "));
        return database.sql("select count(*) from %s.%s where %s"
                                .formatted(quoted(column.schema()), quoted(column.table()), conditions))
                        .params(List.copyOf(texts))
                        .query(Long.class)
                        .single()
                > 0;
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
