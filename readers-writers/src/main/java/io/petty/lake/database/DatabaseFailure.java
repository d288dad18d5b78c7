package io.petty.lake.database;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/** Classifies failures of the database. Looks at the given exception, not at its causes. */
public final class DatabaseFailure {
    /** PostgreSQL's SQL state when a lock can't be acquired, which Spring doesn't classify as transient. */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private DatabaseFailure() {}

    /** Returns whether the database's driver reported the failure. */
    public static boolean isFromDriver(Throwable failure) {
        return failure instanceof SQLException;
    }

    /**
     * Returns whether the statement may succeed later: the database didn't answer, disconnected or couldn't acquire a
     * lock.
     */
    public static boolean isTransient(Throwable failure) {
        Throwable known =
                failure instanceof SQLException sql ? Spring.TRANSLATOR.translate("statement", null, sql) : failure;
        return known instanceof TransientDataAccessException
                || known instanceof RecoverableDataAccessException
                || known instanceof DataAccessResourceFailureException
                || failure instanceof SQLTransientException
                || (failure instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState()));
    }

    /** Loaded only when needed: Spark executors call only {@link #isFromDriver}, and must not load Spring. */
    private static final class Spring {
        private static final SQLExceptionTranslator TRANSLATOR = new SQLExceptionSubclassTranslator();
    }
}
