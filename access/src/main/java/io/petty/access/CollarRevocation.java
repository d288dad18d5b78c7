package io.petty.access;

import io.petty.access.AccessAudit.Event;
import io.petty.lake.database.LakeDatabase;
import io.petty.lake.erasure.CollarColumn;
import io.petty.lake.erasure.CollarColumn.Erasure;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Removes a collar from token families and API keys. */
public final class CollarRevocation {
    /** Maps each table of collars to the table of the families or keys that name them. */
    private static final Map<String, String> GRANTS =
            Map.of("token_family_collars", "token_families", "api_key_collars", "api_keys");

    private final AccessDatabase database;

    public CollarRevocation(LakeDatabase lake) {
        database = new AccessDatabase(lake);
    }

    /**
     * Removes a collar from all families and keys. A family or key without other collars is deleted, and its tokens and
     * codes become invalid at once.
     *
     * @return the number of families and keys that named the collar
     */
    public int remove(String collarId) {
        int removed = database.inTransaction(() -> {
            int grants = 0;
            for (CollarColumn column : CollarColumn.ALL) {
                if (column.erasure() == Erasure.ROWS_DELETED) {
                    grants += remove(column, collarId);
                }
            }
            if (grants > 0) {
                database.raiseVersion();
            }
            return grants;
        });
        if (removed > 0) {
            AccessAudit.record(Event.COLLAR_REMOVED, "grants", removed);
        }
        return removed;
    }

    private int remove(CollarColumn column, String collarId) {
        String collars = column.table();
        String id = column.key().get(0);
        List<String> grants = database.sql("select %s from %s where %s = ?".formatted(id, collars, column.column()))
                .param(collarId)
                .query(String.class)
                .list();
        database.sql("delete from %s where %s = ?".formatted(collars, column.column()))
                .param(collarId)
                .update();
        String unused = "delete from %s where %s = ? and not exists (select 1 from %s c where c.%s = ?)"
                .formatted(Objects.requireNonNull(GRANTS.get(collars), collars), id, collars, id);
        for (String grant : grants) {
            database.sql(unused).params(grant, grant).update();
        }
        return grants.size();
    }
}
