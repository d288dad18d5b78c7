package io.petty.lake.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.forgotten.Forgotten;
import io.petty.forgotten.ForgottenNames;
import io.petty.lake.Deliveries;
import io.petty.lake.DeliveryFile;
import io.petty.lake.database.LakeDatabase;
import io.petty.lake.erasure.CollarColumn.Erasure;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class RecordErasureTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");
    private static final String COLLAR = "Bella_7f3Q-x";
    private static final String EVENT = "evt_50d1aaaaaaaaaaaaaaaaaaaa";
    private static final ForgottenNames NAMES =
            Forgotten.NONE.with("key", COLLAR, List.of(EVENT)).names();

    private LakeDatabase lake;
    private JdbcClient database;

    @BeforeEach
    void openDatabase(@TempDir Path home) {
        lake = LakeDatabase.openEmbedded(home);
        database = JdbcClient.create(lake.dataSource());
        for (String row : List.of(
                "runs (command, state, started_at) values ('run', 'completed', current_timestamp)",
                "deliveries (delivery_day, attempt_run_id, attempt_state, attempted_at)"
                        + " values (date '2026-11-20', 1, 'completed', current_timestamp)",
                "delivery_files (delivery_day, file, size_bytes, version, raw_lines, blank_lines, readings, rejects,"
                        + " broken) values (date '2026-11-20', 'a', 1, '', 1, 0, 1, 0, false)",
                "api_keys (key_id, name, secret_hash, permissions, created_at, expires_at)"
                        + " values ('key', 'name', '', '', current_timestamp, current_timestamp)",
                "batch_job_instance (job_instance_id, job_name, job_key) values (1, 'job', '')",
                "batch_job_execution (job_execution_id, job_instance_id, create_time) values (1, 1, current_timestamp)",
                "batch_job_execution_context (job_execution_id, short_context) values (1, 'context')",
                "batch_step_execution (step_execution_id, version, step_name, job_execution_id, create_time)"
                        + " values (1, 1, 'step', 1, current_timestamp)",
                "batch_step_execution_context (step_execution_id, short_context) values (1, 'context')")) {
            database.sql("insert into " + row).update();
        }
    }

    @AfterEach
    void closeDatabase() {
        lake.close();
    }

    @Test
    void replacesTheCollarAndItsEventsInAllTexts() {
        List<CollarColumn> texts = columns(Erasure.NAMES_REPLACED);
        texts.forEach(text -> set(text, "%s of %s/%s, but not of Bella_7f3Q-xy".formatted(text.name(), COLLAR, EVENT)));

        new RecordErasure(lake).erase(COLLAR, NAMES);

        assertThat(texts)
                .allSatisfy(text -> assertThat(values(text))
                        .containsExactly(
                                "%s of (forgotten)/(forgotten), but not of Bella_7f3Q-xy".formatted(text.name())));
    }

    @Test
    void emptiesTheContextsOfJobs() {
        List<CollarColumn> contexts = columns(Erasure.TABLE_EMPTIED);
        contexts.forEach(context -> set(context, COLLAR));

        new RecordErasure(lake).erase(COLLAR, NAMES);

        assertThat(contexts).allSatisfy(context -> assertThat(values(context)).isEmpty());
    }

    @Test
    void mergesTheCountsOfFilesNamedAfterForgottenCollars() {
        Deliveries deliveries = new Deliveries(lake, Clock.systemUTC());
        deliveries.complete(
                DAY,
                1,
                "",
                List.of(),
                List.of(
                        new DeliveryFile("(forgotten).ndjson", 10, "1", 9, 1, 0, 2, 7, false),
                        new DeliveryFile(COLLAR + ".ndjson", 20, "2", 5, 0, 4, 1, 0, true),
                        new DeliveryFile("other.ndjson", 30, "3", 3, 0, 3, 0, 0, false)),
                List.of());

        new RecordErasure(lake).erase(COLLAR, NAMES);

        assertThat(deliveries.files(DAY))
                .containsExactly(
                        new DeliveryFile("(forgotten).ndjson", 30, "1", 14, 1, 4, 3, 7, true),
                        new DeliveryFile("other.ndjson", 30, "3", 3, 0, 3, 0, 0, false));
    }

    @Test
    void leavesTextsThatNameOtherCollarsUnchanged() {
        List<CollarColumn> texts = columns(Erasure.NAMES_REPLACED);
        texts.forEach(text -> set(text, "evt_50d1bbbbbbbbbbbbbbbbbbbb of BellaX7f3Q-x"));

        new RecordErasure(lake).erase(COLLAR, NAMES);

        assertThat(texts)
                .allSatisfy(text ->
                        assertThat(values(text)).containsExactly("evt_50d1bbbbbbbbbbbbbbbbbbbb of BellaX7f3Q-x"));
    }

    private static List<CollarColumn> columns(Erasure erasure) {
        return CollarColumn.ALL.stream()
                .filter(column -> column.erasure() == erasure)
                .toList();
    }

    private void set(CollarColumn column, String value) {
        database.sql("update %s set %s = ?".formatted(column.table(), column.column()))
                .param(value)
                .update();
    }

    private List<String> values(CollarColumn column) {
        return database.sql("select %s from %s".formatted(column.column(), column.table()))
                .query(String.class)
                .list();
    }
}
