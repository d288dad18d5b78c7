package io.petty.lake.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.iceberg.ClientPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The embedded database closes itself when its disk is full. The tests run in a separate thread, since an interrupt
 * can't end a statement that hangs.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class EmbeddedDataSourceTest {
    private static final Duration CLOSING = Duration.ofMinutes(4);

    @TempDir
    private Path home;

    private HikariDataSource database;

    @BeforeEach
    void open() throws SQLException {
        database = open(Duration.ZERO);
        write("create table days (number int)");
    }

    @AfterEach
    void close() {
        FullDisk.makeRoom();
        database.close();
    }

    @Test
    void anOpenTransactionFailsInsteadOfHanging() throws SQLException {
        try (Connection reading = database.getConnection()) {
            reading.setAutoCommit(false);
            assertThat(days(reading)).isZero();
            FullDisk.runFull();
            assertThatThrownBy(() -> write("insert into days values (1)"))
                    .hasStackTraceContaining("No space left on device");

            assertThatThrownBy(reading::rollback).hasStackTraceContaining("No space left on device");
            assertThatThrownBy(reading::rollback).isInstanceOf(SQLException.class);

            assertThatThrownBy(() -> days(reading)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void refusesNewConnectionsForSomeTimeWithTheReason() throws SQLException {
        try (HikariDataSource patient = open(Duration.ofHours(1))) {
            FullDisk.runFull();
            assertThatThrownBy(() -> write(patient, "insert into days values (1)"))
                    .isInstanceOf(SQLException.class);
            FullDisk.makeRoom();

            assertThatThrownBy(patient::getConnection)
                    .isInstanceOf(SQLException.class)
                    .hasMessage("The database has closed itself: No space left on device");
        }
    }

    @Test
    void reopensWithItsContentWhenThereIsSpaceAgain() throws SQLException {
        write("insert into days values (1)");
        FullDisk.runFull();
        assertThatThrownBy(() -> write("insert into days values (2)")).isInstanceOf(SQLException.class);
        FullDisk.makeRoom();

        write("insert into days values (3)");

        try (Connection reading = database.getConnection()) {
            assertThat(days(reading)).isEqualTo(2);
        }
    }

    @Test
    void theCatalogRecoversWhenThereIsSpaceAgain() throws Exception {
        try (CatalogConnections catalog = new CatalogConnections(database, database.getJdbcUrl())) {
            ClientPool.Action<Integer, Connection, SQLException> write =
                    connection -> update(connection, "insert into days values (1)");
            FullDisk.runFull();
            assertThatThrownBy(() -> catalog.run(write)).hasStackTraceContaining("No space left on device");
            FullDisk.makeRoom();

            assertThat(catalog.run(write)).isEqualTo(1);
        }
    }

    private HikariDataSource open(Duration pause) {
        return EmbeddedDataSource.open(
                LakeDatabase.configured(FullDisk.url(home.resolve("database")), DatabaseSettings.EMBEDDED, null),
                pause,
                CLOSING);
    }

    private void write(String change) throws SQLException {
        write(database, change);
    }

    private static void write(DataSource database, String change) throws SQLException {
        try (Connection connection = database.getConnection()) {
            update(connection, change);
        }
    }

    private static int update(Connection connection, String change) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(change);
        }
    }

    private static long days(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet days = statement.executeQuery("select count(*) from days")) {
            days.next();
            return days.getLong(1);
        }
    }
}
