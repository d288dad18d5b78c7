package io.petty.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.lake.database.DatabaseSettings;
import io.petty.lake.erasure.CollarColumn;
import io.petty.lake.erasure.CollarColumn.Erasure;
import io.petty.process.HandClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class CollarAccessTest {
    private static final Set<Permission> TIMELINES = Set.of(Permission.TIMELINES_READ);
    private static final List<CollarColumn> COLUMNS = CollarColumn.ALL.stream()
            .filter(column -> column.erasure() == Erasure.ROWS_DELETED)
            .toList();

    @Test
    void removesACollarFromAllGrantsAndDeletesGrantsWithoutOtherCollars(@TempDir Path folder) {
        HandClock clock = new HandClock(Instant.parse("2026-11-20T12:00:00Z"));
        try (AccessHome home = new AccessHome(folder, DatabaseSettings.EMBEDDED, clock)) {
            home.keys().create("for two", List.of("GONE", "STAYS"), TIMELINES, Duration.ofDays(1));
            home.keys().create("for one", List.of("GONE"), TIMELINES, Duration.ofDays(1));
            home.tokens().issue("owner of two", List.of("GONE", "STAYS"), TIMELINES);
            home.tokens().issue("owner of one", List.of("GONE"), TIMELINES);
            assertThat(COLUMNS)
                    .allSatisfy(column ->
                            assertThat(collars(home, column)).containsExactlyInAnyOrder("GONE", "STAYS", "GONE"));

            assertThat(new CollarRevocation(home.database()).remove("GONE")).isEqualTo(4);

            assertThat(COLUMNS)
                    .allSatisfy(column -> assertThat(collars(home, column)).containsExactly("STAYS"));
            assertThat(home.keys().list()).extracting(ApiKey::name).containsExactly("for two");
            assertThat(home.tokens().list(null))
                    .extracting(TokenFamily::collars)
                    .containsExactly(Set.of("STAYS"));
        }
    }

    private static List<String> collars(AccessHome home, CollarColumn column) {
        return JdbcClient.create(home.database().dataSource())
                .sql("select %s from %s".formatted(column.column(), column.table()))
                .query(String.class)
                .list();
    }
}
