package io.petty.lake.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.petty.home.HomeFolder;
import io.petty.lake.Runs;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protection of the embedded database against other users of the machine. */
class EmbeddedLoginTest {
    private static final int WRONG_LOGIN = 28000;
    private static final int NEEDS_ADMINISTRATOR = 90040;
    private static final int CLASS_IS_DENIED = 90134;

    /** The statements that create the login, in order. */
    private static final List<String> STEPS = List.of(
            "set write_delay 0",
            "create user if not exists petty password 'something'",
            "grant alter any schema to petty",
            "grant all on schema public to petty",
            "set password '%s'",
            "alter user petty set password '%1$s'");

    @TempDir
    private Path folder;

    private Path home() {
        return folder.resolve("home");
    }

    @Test
    void hasNoRightToRunCodeReadFilesOrShutTheDatabaseDown() throws Exception {
        try (LakeDatabase database = LakeDatabase.openEmbedded(home());
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table victims (name varchar(10))");
            for (String attack : List.of(
                    "create alias run as 'String run() { return System.getProperty(\"user.name\"); }'",
                    "create alias run for \"java.lang.System.getProperty\"",
                    "create trigger run before insert on victims call \"io.petty.Trigger\"",
                    "create linked table other ('', 'jdbc:h2:mem:', '', '', 'users')",
                    "select file_read('/etc/passwd')",
                    "select * from csvread('/etc/passwd')",
                    "call csvwrite('" + folder.resolve("out.csv") + "', 'select 1')",
                    "script to '" + folder.resolve("out.sql") + "'",
                    "backup to '" + folder.resolve("out.zip") + "'",
                    "create user intruder password 'x' admin",
                    "shutdown")) {
                refused(NEEDS_ADMINISTRATOR, () -> statement.execute(attack));
            }
            try (Connection administrator = EmbeddedLogin.of(home()).administrator();
                    Statement powerful = administrator.createStatement()) {
                refused(
                        CLASS_IS_DENIED,
                        () -> powerful.execute("create alias run for \"java.lang.System.getProperty\""));
            }
        }
        assertThat(folder).isDirectoryNotContaining("glob:**/out.*");
    }

    @Test
    void isRequiredAtThePortInTheLockFile() throws Exception {
        try (LakeDatabase database = LakeDatabase.openEmbedded(home())) {
            Properties lock = new Properties();
            try (Reader in = Files.newBufferedReader(home().resolve("database.lock.db"))) {
                lock.load(in);
            }
            String served = "jdbc:h2:tcp://" + lock.getProperty("server") + "/" + lock.getProperty("id");
            // Only two attempts, since H2 doubles its delay after each failure.
            refused(WRONG_LOGIN, () -> DriverManager.getConnection(served));
            refused(WRONG_LOGIN, () -> DriverManager.getConnection(served, "petty", ""));

            try (Connection connection = DriverManager.getConnection(served, "petty", password())) {
                assertThat(connection.isValid(0)).as("the owner's login").isTrue();
            }
            assertThat(database.url()).doesNotContain(password());
        }
    }

    @Test
    void leavesNoFileThatOthersCanRead() throws Exception {
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("posix");
        try (LakeDatabase database = LakeDatabase.openEmbedded(home())) {
            new Runs(database, Clock.systemUTC()).start("run");
            List<String> modes = new ArrayList<>();
            try (Stream<Path> files = Files.list(home())) {
                for (Path file : files.toList()) {
                    modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
                }
            }
            assertThat(modes)
                    .as("files of the database, the locks and the password")
                    .hasSizeGreaterThan(3);
            assertThat(modes).containsOnly("rw-------");
        }
        assertThat(LakeDatabase.compactEmbedded(home())).isTrue();
        assertThat(HomeFolder.openToOthers(home())).isEmpty();
    }

    /** Opens a home in which the creation of the login was interrupted after the given number of steps. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 2, 5, 6})
    void isCreatedInAnOlderHomeEvenAfterAnInterruption(int steps) throws Exception {
        HomeFolder.create(home());
        String url = olderUrl();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("create table kept (name varchar(10))");
            if (steps >= 0) {
                Files.writeString(home().resolve("database.password.new"), "from-before");
            }
            for (String step : STEPS.subList(0, Math.max(0, steps))) {
                statement.execute(step.formatted("from-before"));
            }
        }

        try (LakeDatabase database = LakeDatabase.openEmbedded(home())) {
            assertThatCode(() ->
                            database.client().sql("select * from kept").query().listOfRows())
                    .doesNotThrowAnyException();
            assertThatCode(() ->
                            database.client().sql("select * from runs").query().listOfRows())
                    .doesNotThrowAnyException();
            refused(WRONG_LOGIN, () -> DriverManager.getConnection(url));
        }
        assertThat(password().equals("from-before")).isEqualTo(steps >= 0);
        assertThat(home().resolve("database.password.new")).doesNotExist();
        try (LakeDatabase again = LakeDatabase.openEmbedded(home())) {
            assertThatCode(() ->
                            again.client().sql("select * from kept").query().listOfRows())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void isCreatedAgainInARestoredOlderDatabase() throws Exception {
        LakeDatabase.openEmbedded(home()).close();
        String known = password();
        Files.delete(home().resolve("database.mv.db"));
        try (Connection connection = DriverManager.getConnection(olderUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("create table kept (name varchar(10))");
        }

        try (LakeDatabase database = LakeDatabase.openEmbedded(home())) {
            assertThatCode(() ->
                            database.client().sql("select * from kept").query().listOfRows())
                    .doesNotThrowAnyException();
        }
        assertThat(password()).isEqualTo(known);
    }

    @Test
    void ofAnotherHomeIsRefusedWithAMessageThatNamesItsFile() throws Exception {
        LakeDatabase.openEmbedded(home()).close();
        String known = password();
        Files.writeString(home().resolve("database.password"), "another");

        assertThatExceptionOfType(DatabaseUnavailableException.class)
                .isThrownBy(() -> LakeDatabase.openEmbedded(home()))
                .withMessageContaining(home().resolve("database.password").toString())
                .withMessageContaining("backup");

        Files.writeString(home().resolve("database.password"), known);
        LakeDatabase.openEmbedded(home()).close();
    }

    @Test
    void reportsUsersAndFunctionsThatOthersCreated() throws Exception {
        LakeDatabase.openEmbedded(home()).close();
        try (Connection administrator = EmbeddedLogin.of(home()).administrator();
                Statement statement = administrator.createStatement()) {
            statement.execute("create user intruder password 'x' admin");
            statement.execute("create alias spy as 'String spy() { return \"\"; }'");

            assertThat(LakeDatabase.weaknessesOfEmbedded(home()))
                    .containsExactlyInAnyOrder(
                            "the database has a user that Petty didn't create: intruder",
                            "the database has a function that Petty didn't create: spy");

            statement.execute("drop alias spy");
            statement.execute("drop user intruder");
            statement.execute("set password ''");

            assertThat(LakeDatabase.weaknessesOfEmbedded(home()))
                    .containsExactly("anyone can log in without a password");
        }
    }

    /** Returns the URL with which older versions opened the database, without a password. */
    private String olderUrl() {
        EmbeddedLogin.secureH2();
        return "jdbc:h2:retry:" + home().resolve("database")
                + ";AUTO_SERVER=TRUE;WRITE_DELAY=0;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";
    }

    private String password() throws IOException {
        return Files.readString(home().resolve("database.password"));
    }

    private static void refused(int code, ThrowingCallable attack) {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(attack)
                .extracting(SQLException::getErrorCode)
                .isEqualTo(code);
    }
}
