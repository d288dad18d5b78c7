package io.petty.lake.erasure;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A column of the database that can contain a collar's id (alone or within a text) or a keyed hash of the id. {@link
 * #ALL} lists all such columns: {@code CollarColumnTest} fails for a text column that is neither in this list nor in
 * the test's list of columns without collars.
 *
 * @param key the columns that identify a row
 */
public record CollarColumn(String table, List<String> key, String column, Erasure erasure) {
    /** What happens to the column's values when a collar is erased. */
    public enum Erasure {
        /** {@link RecordErasure} replaces the collar's names in the text. */
        NAMES_REPLACED,
        /** {@link RecordErasure} deletes all rows of the table. */
        TABLE_EMPTIED,
        /** {@code CollarRevocation} deletes the collar's rows, and the grants that are for this collar only. */
        ROWS_DELETED,
        /** The keyed hash stays, to recognize new lines of the collar. */
        KEPT
    }

    public static final List<CollarColumn> ALL = List.of(
            text("runs", "command", "run_id"),
            text("runs", "message", "run_id"),
            text("deliveries", "attempt_message", "delivery_day"),
            text("delivery_files", "file", "delivery_day", "file"),
            text("leases", "holder", "lease"),
            text("api_keys", "name", "key_id"),
            text("batch_job_execution", "exit_message", "job_execution_id"),
            text("batch_step_execution", "exit_message", "step_execution_id"),
            // Partitions record the bounds of the files they wrote. The records of a finished job are never read. An
            // unfinished job can't be restarted, since erasure deletes its work folder.
            context("batch_step_execution_context", "short_context"),
            context("batch_step_execution_context", "serialized_context"),
            context("batch_job_execution_context", "short_context"),
            context("batch_job_execution_context", "serialized_context"),
            new CollarColumn("token_family_collars", List.of("family_id"), "collar_id", Erasure.ROWS_DELETED),
            new CollarColumn("api_key_collars", List.of("key_id"), "collar_id", Erasure.ROWS_DELETED),
            new CollarColumn("forgotten_collars", List.of("collar_hash"), "collar_hash", Erasure.KEPT),
            new CollarColumn("forgotten_rows", List.of("collar_hash", "table_name"), "collar_hash", Erasure.KEPT),
            new CollarColumn("forgotten_events", List.of("event_hash"), "event_hash", Erasure.KEPT));

    /** Tables whose rows are deleted with the last collar of a grant. */
    private static final List<String> GRANTS = List.of("token_families", "refresh_tokens", "sign_in_codes", "api_keys");

    private static CollarColumn text(String table, String column, String... key) {
        return new CollarColumn(table, List.of(key), column, Erasure.NAMES_REPLACED);
    }

    private static CollarColumn context(String table, String column) {
        return new CollarColumn(table, List.of(), column, Erasure.TABLE_EMPTIED);
    }

    public CollarColumn {
        key = List.copyOf(key);
    }

    /** Returns the tables that an erasure changes. */
    public static Set<String> changedTables() {
        Set<String> tables = new TreeSet<>(GRANTS);
        ALL.stream().filter(column -> column.erasure() != Erasure.KEPT).forEach(column -> tables.add(column.table()));
        return tables;
    }

    /** Returns the column's name after its table's, such as {@code runs.command}. */
    public String name() {
        return table + "." + column;
    }
}
