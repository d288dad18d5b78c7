package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.lake.database.TlsPostgres;
import io.petty.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service on PostgreSQL with the TLS parameters of the AWS stacks. */
class DatabaseTlsTest {
    @TempDir
    private Path home;

    @TempDir
    private Path certificates;

    @Test
    void servesFromAServerWhoseCertificateItTrustsAndFromNoOther() throws Exception {
        try (TlsPostgres postgres = TlsPostgres.start(certificates)) {
            try (ApiServer server = ApiServer.start(home, settings(postgres, postgres.ca()))) {
                assertThat(server.get("/v1/days", server.token("LUNA-01")).status())
                        .isEqualTo(200);
            }
            assertThatThrownBy(() -> ApiServer.start(home, settings(postgres, postgres.otherCa())))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContainingAll("petty.database.url", "sslrootcert");
        }
    }

    private static Map<String, Object> settings(TlsPostgres postgres, Path ca) throws IOException {
        return Map.of(
                "petty.database.url",
                postgres.url("localhost", ca),
                "petty.database.user",
                "postgres",
                "petty.database.password",
                "postgres");
    }
}
