package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.scheduler.generate.GenerateSettings;
import io.petty.scheduler.generate.Generator;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run over PostgreSQL gives what one over the embedded database gives. */
class PostgresRunTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 17);
    private static final String PASSWORD = "planted-s3cret";

    @TempDir
    private Path folder;

    @AfterEach
    void forgetSettings() {
        System.clearProperty("petty.database.url");
        System.clearProperty("petty.database.user");
        System.clearProperty("petty.database.password");
    }

    @Test
    void givesTheExportsOfTheEmbeddedDatabase() throws Exception {
        RawFolder raw = new RawFolder(folder.resolve("raw"));
        GenerateSettings settings =
                GenerateSettings.defaults().withCadence(Duration.ofSeconds(120), Duration.ofSeconds(20));
        new Generator(settings).generate(raw.folder(), FIRST, 2, 3, 5, null, (file, soFar) -> {});
        PettyHome embedded = new PettyHome(folder.resolve("embedded"));
        embedded.command("run", "--raw", raw.folder());
        Map<String, String> expected = embedded.exports("timelines", "summaries", "readings");

        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            System.setProperty(
                    "petty.database.url",
                    server.getJdbcUrl("postgres", "postgres").replaceAll("\\?.*", ""));
            System.setProperty("petty.database.user", "postgres");
            System.setProperty("petty.database.password", PASSWORD);
            PettyHome home = new PettyHome(folder.resolve("postgres"));
            home.command("run", "--raw", raw.folder());

            Map<String, String> exports = new LinkedHashMap<>();
            for (String export : expected.keySet()) {
                int space = export.indexOf(' ');
                exports.put(
                        export, home.export(export.substring(0, space), LocalDate.parse(export.substring(space + 1))));
            }
            assertThat(exports).isEqualTo(expected).isNotEmpty();
            assertThat(home.folder().resolve("database.mv.db")).doesNotExist();
            assertThat(home.command("run")).contains("fresh");
        }
    }
}
