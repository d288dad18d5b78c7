package io.petty.lake.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections to PostgreSQL with the TLS parameters of the AWS stacks. */
class DatabaseTlsTest {
    @TempDir
    private static Path certificates;

    private static @Nullable TlsPostgres server;

    @TempDir
    private Path home;

    @BeforeAll
    static void startServer() throws Exception {
        server = TlsPostgres.start(certificates);
    }

    @AfterAll
    static void stopServer() throws IOException {
        server().close();
    }

    private static TlsPostgres server() {
        return Objects.requireNonNull(server);
    }

    @Test
    void encryptsConnectionsToAServerWhoseCertificateItTrusts() throws IOException {
        try (LakeDatabase database = LakeDatabase.open(home, server().settings("localhost", server().ca()), null)) {
            assertThat(database.client()
                            .sql("select ssl from pg_stat_ssl where pid = pg_backend_pid()")
                            .query(Boolean.class)
                            .single())
                    .isTrue();
        }
    }

    @Test
    void refusesACertificateThatAnotherCaSigned() throws IOException {
        assertRefused(
                server().settings("localhost", server().otherCa()),
                "isn't signed by a CA in the file of the parameter sslrootcert",
                "Set sslrootcert to the file of the server's CA");
    }

    @Test
    void refusesACertificateForAnotherHost() throws IOException {
        assertRefused(
                server().settings("127.0.0.1", server().ca()),
                "its certificate is for another host",
                "Use the host name of the certificate");
    }

    @Test
    void reportsAFileOfCasThatIsMissingOrHasNone() throws IOException {
        Path none = Files.createFile(home.resolve("empty.pem"));
        Path text = Files.writeString(home.resolve("page.pem"), "<html>Not found</html>");

        assertRefused(server().settings("localhost", home.resolve("missing.pem")), "sslrootcert can't be read");
        assertRefused(server().settings("localhost", none), "sslrootcert has no certificates");
        assertRefused(server().settings("localhost", text), "sslrootcert isn't in PEM format");
    }

    private void assertRefused(DatabaseSettings settings, String... parts) {
        assertThatExceptionOfType(DatabaseUnavailableException.class)
                .isThrownBy(() -> LakeDatabase.open(home, settings, null))
                .withMessageContainingAll(parts)
                .withMessageContainingAll("petty.database.url", String.valueOf(settings.url()));
    }
}
