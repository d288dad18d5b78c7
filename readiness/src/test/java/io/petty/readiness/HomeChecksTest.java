package io.petty.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.petty.readiness.Finding.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the checks of a home that another user of the machine could access. */
@ExtendWith(SharedFakeApi.class)
class HomeChecksTest {
    private final FakeApi api;
    private final Path home;

    HomeChecksTest(FakeApi api) {
        this.api = api;
        home = api.home();
    }

    @AfterEach
    void close() throws Exception {
        set("", "rwx------");
        set("database.mv.db", "rw-------");
    }

    private Finding finding(String id) throws InterruptedException {
        return CheckRuns.finding(
                id, new HomeChecks(api.subject(new SensitiveTexts(), api.installation(), false)).all());
    }

    private void set(String file, String mode) throws Exception {
        assumeThat(home.getFileSystem().supportedFileAttributeViews()).contains("posix");
        Files.setPosixFilePermissions(home.resolve(file), PosixFilePermissions.fromString(mode));
    }

    @ParameterizedTest
    @ValueSource(strings = {"home.permissions", "home.database"})
    void passIfTheHomeIsClosed(String id) throws Exception {
        Finding finding = finding(id);
        assertThat(finding.outcome()).as(finding.evidence()).isEqualTo(Outcome.PASS);
    }

    @Test
    void failIfOthersCanEnterTheHomeOrReadAFileInIt() throws Exception {
        set("", "rwx--x--x");
        assertThat(finding("home.permissions").evidence()).contains(home + " is open");

        set("", "rwx------");
        set("database.mv.db", "rw-r--r--");
        Finding finding = finding("home.permissions");
        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(finding.evidence()).contains("database.mv.db is open").doesNotContain(home + " is open");
    }

    @Test
    void failIfTheDatabaseRunsForeignCode() throws Exception {
        String password = Files.readString(home.resolve("database.password"));
        try (Connection administrator =
                        DriverManager.getConnection(api.database().url(), "", password);
                Statement statement = administrator.createStatement()) {
            statement.execute("create alias spy as 'String spy() { return \"\"; }'");
            Finding finding = finding("home.database");
            statement.execute("drop alias spy");

            assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
            assertThat(finding.evidence()).contains("a function that Petty didn't create: spy");
        }
    }
}
