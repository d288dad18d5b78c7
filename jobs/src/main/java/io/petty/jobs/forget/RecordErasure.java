package io.petty.jobs.forget;

import io.petty.forgotten.ForgottenNames;
import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Takes a collar's id out of what the database says for people, and bounds of its columns out of jobs' records. */
final class RecordErasure {
    /** Texts that may name a collar, with the columns that identify their rows. */
    private static final List<Text> TEXTS = List.of(
            new Text("runs", "run_id", "command"),
            new Text("runs", "run_id", "message"),
            new Text("deliveries", "delivery_day", "attempt_message"),
            new Text("leases", "lease", "holder"),
            new Text("api_keys", "key_id", "name"),
            new Text("batch_job_execution", "job_execution_id", "exit_message"),
            new Text("batch_step_execution", "step_execution_id", "exit_message"));

    private final JdbcClient database;

    RecordErasure(DataSource dataSource) {
        this.database = JdbcClient.create(dataSource);
    }

    private record Text(String table, String key, String column) {}

    private record Found(Object key, String text) {}

    /** Puts something else in the place of each name, in the caller's transaction. */
    void erase(String collarId, ForgottenNames names) {
        String like = "%" + collarId.replace("_", "\\_") + "%";
        for (Text text : TEXTS) {
            List<Found> found = database.sql("select %s as row_key, %s as row_text from %s where %s like ? or %s like ?"
                            .formatted(text.key(), text.column(), text.table(), text.column(), text.column()))
                    .params(like, "%evt\\_%")
                    .query((row, number) -> new Found(row.getObject("row_key"), row.getString("row_text")))
                    .list();
            for (Found row : found) {
                String without = names.withoutThem(row.text());
                if (!without.equals(row.text())) {
                    database.sql("update %s set %s = ? where %s = ?".formatted(text.table(), text.column(), text.key()))
                            .params(without, row.key())
                            .update();
                }
            }
        }
        eraseFromFiles(like, names);
        // What partitions left behind has the bounds of the files they wrote. Of a finished job nobody reads it, and to
        // restart one the work folder is missing.
        database.sql("delete from batch_step_execution_context").update();
        database.sql("delete from batch_job_execution_context").update();
    }

    private record DeliveredFile(LocalDate day, String file) {}

    private void eraseFromFiles(String like, ForgottenNames names) {
        List<DeliveredFile> files = database.sql("select delivery_day, file from delivery_files where file like ?")
                .param(like)
                .query((row, number) ->
                        new DeliveredFile(row.getObject("delivery_day", LocalDate.class), row.getString("file")))
                .list();
        for (DeliveredFile file : files) {
            database.sql("update delivery_files set file = ? where delivery_day = ? and file = ?")
                    .params(names.withoutThem(file.file()), file.day(), file.file())
                    .update();
        }
    }
}
