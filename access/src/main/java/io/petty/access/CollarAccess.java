package io.petty.access;

import io.petty.access.AccessAudit.Event;
import java.util.List;
import javax.sql.DataSource;

/** Takes a collar out of what tokens and API keys may read. */
public final class CollarAccess {
    private final AccessDatabase database;

    public CollarAccess(DataSource dataSource) {
        database = new AccessDatabase(dataSource);
    }

    /**
     * Removes a collar from all grants. A family or a key that was for it alone goes with its tokens and codes, at once;
     * others stay for the collars they have besides.
     *
     * @return in how many grants it stood
     */
    public int remove(String collarId) {
        int grants = database.inTransaction(() -> {
            List<String> families = named("token_family_collars", "family_id", collarId);
            List<String> keys = named("api_key_collars", "key_id", collarId);
            remove("token_family_collars", "token_families", "family_id", families, collarId);
            remove("api_key_collars", "api_keys", "key_id", keys, collarId);
            if (!families.isEmpty() || !keys.isEmpty()) {
                database.raiseVersion();
            }
            return families.size() + keys.size();
        });
        if (grants > 0) {
            AccessAudit.record(Event.COLLAR_REMOVED, "grants", grants);
        }
        return grants;
    }

    private List<String> named(String collars, String id, String collarId) {
        return database.sql("select " + id + " from " + collars + " where collar_id = ?")
                .param(collarId)
                .query(String.class)
                .list();
    }

    /** A grant without a collar would not be one of none, but one that makes no sense: it goes. */
    private void remove(String collars, String grants, String id, List<String> named, String collarId) {
        database.sql("delete from " + collars + " where collar_id = ?")
                .param(collarId)
                .update();
        for (String grant : named) {
            database.sql("delete from " + grants + " where " + id + " = ? and not exists (select 1 from " + collars
                            + " c where c." + id + " = ?)")
                    .params(grant, grant)
                    .update();
        }
    }
}
