package io.petty.lake;

import io.petty.lake.database.LakeDatabase;
import java.sql.Connection;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Records a check value of the key with which users' ids are hashed. The key itself is never recorded. */
public final class KeyedHashCheck {
    private final JdbcTemplate template;
    private final JdbcClient database;

    public KeyedHashCheck(LakeDatabase lake) {
        template = new JdbcTemplate(lake.dataSource());
        database = JdbcClient.create(template);
    }

    /** Returns the recorded check; empty if no key has been used yet. */
    public Optional<String> find() {
        return database.sql("select check_value from keyed_hash_checks where subject = 'users'")
                .query(String.class)
                .optional();
    }

    /**
     * Records the check of the first key.
     *
     * @return false if another process has recorded a check in the meantime; that one is kept
     */
    public boolean add(String check) {
        try {
            database.sql("insert into keyed_hash_checks (subject, check_value) values ('users', ?)")
                    .param(check)
                    .update();
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    /** Replaces the check with that of another key. */
    public void replace(String check) {
        database.sql("update keyed_hash_checks set check_value = ? where subject = 'users'")
                .param(check)
                .update();
    }

    /**
     * Returns whether the calling thread is in a transaction of this database. Others may be waiting for the locks of
     * such a transaction. Spring's record of the thread's transaction isn't enough: a step of a job has a transaction
     * that uses no database.
     */
    public boolean isInTransaction() {
        ConnectionCallback<Boolean> autoCommit = Connection::getAutoCommit;
        return !Boolean.TRUE.equals(template.execute(autoCommit));
    }
}
