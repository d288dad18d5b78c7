package io.petty.lake.erasure;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.petty.lake.database.LakeDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class CollarColumnTest {
    /** Text and binary columns that can contain neither a collar's id nor its keyed hash, each with the reason. */
    private static final Map<String, String> WITHOUT_COLLARS =
            """
            access_revocations.id: random id of a token or a signing key
            access_revocations.kind: one of two words
            access_versions.subject: one word
            api_key_collars.key_id: random id
            api_keys.key_id: random id
            api_keys.permissions: names of permissions
            api_keys.secret_hash: hash of a random secret
            batch_job_execution.exit_code: a code that Spring Batch defines
            batch_job_execution.status: a status that Spring Batch defines
            batch_job_execution_params.identifying: Y or N
            batch_job_execution_params.parameter_name: a name in the code
            batch_job_execution_params.parameter_type: a class
            batch_job_execution_params.parameter_value: run, days, hash of the inputs, or a file of the work folder
            batch_job_instance.job_key: hash of the parameters
            batch_job_instance.job_name: a name in the code
            batch_step_execution.exit_code: a code that Spring Batch defines
            batch_step_execution.status: a status that Spring Batch defines
            batch_step_execution.step_name: a name in the code and the number of a partition
            contributions.fingerprint: hash of readings, recomputed by an erasure
            deliveries.attempt_state: one of three words
            deliveries.fingerprint: hash of a listing
            delivery_files.version: version of a raw file in its storage
            feedback_days.fingerprint: hash of feedback, recomputed by an erasure
            feedback_shards.fingerprint: hash of a listing
            flyway_schema_history.description: a migration
            flyway_schema_history.installed_by: user of the database
            flyway_schema_history.script: a migration
            flyway_schema_history.type: a migration
            flyway_schema_history.version: a migration
            forgotten_collars.key_check: check value of the key that hashes collar ids
            forgotten_rows.table_name: a table
            iceberg_namespace_properties.catalog_name: a name in the code
            iceberg_namespace_properties.namespace: a name in the code
            iceberg_namespace_properties.property_key: a name that Iceberg defines
            iceberg_namespace_properties.property_value: a value that Iceberg defines
            iceberg_tables.catalog_name: a name in the code
            iceberg_tables.iceberg_type: a word that Iceberg defines
            iceberg_tables.metadata_location: a table's folder and a random id
            iceberg_tables.previous_metadata_location: a table's folder and a random id
            iceberg_tables.table_name: a table
            iceberg_tables.table_namespace: a name in the code
            keyed_hash_checks.check_value: check value of the key that hashes user ids
            keyed_hash_checks.subject: one word
            leases.home_lock: name of a home's lock
            leases.lease: one word
            publication_voices.behavior: a behavior
            publications.baselines_fingerprint: hash of hashes
            publications.calibration_fingerprint: hash of counts
            publications.feedback_fingerprint: hash of feedback, recomputed by an erasure
            publications.readings_fingerprint: hash of hashes
            publications.resting_fingerprint: hash of rates, recomputed by an erasure
            publications.ruleset: version of the rules
            rules_in_force.ruleset: version of the rules
            refresh_tokens.attempt_hash: hash of the id that a client gave an attempt
            refresh_tokens.family_id: random id
            refresh_tokens.follows: hash of a random token
            refresh_tokens.successor_salt: random
            refresh_tokens.token_hash: hash of a random token
            runs.state: one of four words
            scheduled_tasks.picked_by: a machine and a process
            scheduled_tasks.task_data: nothing
            scheduled_tasks.task_instance: a name that db-scheduler defines
            scheduled_tasks.task_name: a name in the code
            sign_in_codes.code_hash: hash of a random code
            sign_in_codes.family_id: random id
            token_families.family_id: random id
            token_families.permissions: names of permissions
            token_families.revoked_why: one of a few words
            token_families.user_key: keyed hash of a user's id
            token_family_collars.family_id: random id
            """.lines().map(line -> line.split(": ", 2)).collect(toMap(line -> line[0], line -> line[1]));

    private static LakeDatabase database;

    @BeforeAll
    static void openDatabase(@TempDir Path home) {
        database = LakeDatabase.openEmbedded(home);
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void eachColumnThatCanHoldTextIsEitherInAllOrWithoutCollars() {
        List<String> listed = CollarColumn.ALL.stream().map(CollarColumn::name).toList();

        assertThat(columns("data_type not in ('bigint', 'boolean', 'date', 'double precision', 'integer', 'smallint',"
                        + " 'timestamp', 'timestamp with time zone')"))
                .as("add a new column to CollarColumn.ALL if it can hold a collar's id or a keyed hash of it,"
                        + " otherwise to this test with the reason")
                .allMatch(column -> listed.contains(column) != WITHOUT_COLLARS.containsKey(column));
    }

    @Test
    void allContainsOnlyExistingColumns() {
        assertThat(columns("true"))
                .containsAll(WITHOUT_COLLARS.keySet())
                .containsAll(CollarColumn.ALL.stream().map(CollarColumn::name).toList())
                .containsAll(CollarColumn.ALL.stream()
                        .flatMap(column -> column.key().stream().map(key -> column.table() + "." + key))
                        .toList());
    }

    private static List<String> columns(String condition) {
        return JdbcClient.create(database.dataSource())
                .sql("select table_name || '.' || column_name from information_schema.columns"
                        + " where table_schema = 'public' and " + condition)
                .query(String.class)
                .list();
    }
}
