package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.access.AccessHome;
import io.petty.access.ApiKey;
import io.petty.access.CreatedKey;
import io.petty.access.Permission;
import io.petty.lake.database.DatabaseLogin;
import io.petty.lake.database.DatabaseLogins;
import io.petty.lake.database.DatabaseSettings;
import io.petty.lake.database.LakeDatabase;
import io.petty.lake.database.SharedPostgres;
import io.petty.settings.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service with a login that can only read, and record access. */
class ReaderLoginTest {
    private static final DatabaseLogin READER = new DatabaseLogin("reader_of_the_service", "s3cret-of-it");

    @TempDir
    private Path home;

    private DatabaseSettings owner;

    @BeforeEach
    void createDatabase() throws Exception {
        DatabaseSettings server = SharedPostgres.newDatabase();
        owner = new DatabaseSettings(server.url(), server.user(), server.password(), 2, "owner", READER.user());
    }

    private Map<String, Object> settings() {
        return Map.of(
                "petty.database.url",
                Objects.requireNonNull(owner.url()),
                "petty.database.login",
                "reader",
                "petty.database.user",
                READER.user(),
                "petty.database.password",
                READER.password());
    }

    /** Creates the schema and the role. */
    private void prepare() {
        LakeDatabase.open(home, owner, new DatabaseLogins("database", () -> READER, () -> READER, () -> READER))
                .close();
    }

    @Test
    void servesSignsInRefreshesRevokesAndRecordsUses() throws Exception {
        prepare();
        PublishedLake.write(home, owner);
        String path = "/v1/collars/LUNA-01/timeline?date=" + PublishedLake.LAST;
        try (AccessHome access = new AccessHome(home, owner, SharedServer.CLOCK);
                ApiServer server = ApiServer.start(home, settings(), SharedServer.CLOCK)) {
            String code = access.tokens()
                    .issueCode("ann", List.of("LUNA-01"), Set.of(Permission.TIMELINES_READ))
                    .code();
            Answer signedIn = server.post("/v1/tokens", "{\"code\":\"%s\"}".formatted(code), List.of());
            assertThat(signedIn.status()).as(signedIn.text()).isEqualTo(200);
            assertThat(server.post("/v1/tokens", "{\"code\":\"%s\"}".formatted(code), List.of())
                            .status())
                    .isEqualTo(401);

            Answer refreshed = refresh(server, signedIn);
            assertThat(refreshed.status()).as(refreshed.text()).isEqualTo(200);
            List<String> token = ApiServer.bearer(refreshed.json("access_token"));
            Answer served = server.get(path, token);
            assertThat(served.status()).as(served.text()).isEqualTo(200);
            assertThat(served.text()).contains("evt_");

            Answer revoked = server.post("/v1/tokens/revoke", refreshToken(refreshed), List.of());
            assertThat(revoked.status()).as(revoked.text()).isEqualTo(204);
            assertThat(server.get(path, token).status()).isEqualTo(401);
            assertThat(refresh(server, refreshed).status()).isEqualTo(401);

            CreatedKey key =
                    access.keys().create("tests", List.of(), Set.of(Permission.STATUS_READ), Duration.ofDays(1));
            assertThat(server.get("/v1/status", List.of("X-API-Key", key.text()))
                            .status())
                    .isEqualTo(200);
            server.context().close();
            assertThat(access.keys().list())
                    .extracting(ApiKey::lastUsedAt)
                    .containsExactly(SharedServer.CLOCK.instant());
        }
    }

    @Test
    void revokesTheFamilyOfAReusedRefreshToken() {
        prepare();
        try (AccessHome access = new AccessHome(home, owner, SharedServer.CLOCK);
                ApiServer server = ApiServer.start(home, settings(), SharedServer.CLOCK)) {
            String code = access.tokens()
                    .issueCode("ann", List.of("LUNA-01"), Set.of(Permission.TIMELINES_READ))
                    .code();
            Answer signedIn = server.post("/v1/tokens", "{\"code\":\"%s\"}".formatted(code), List.of());
            Answer refreshed = refresh(server, signedIn);

            assertThat(refresh(server, signedIn).status()).isEqualTo(401);

            assertThat(server.get("/v1/days", ApiServer.bearer(refreshed.json("access_token")))
                            .status())
                    .isEqualTo(401);
            assertThat(access.tokens().list("ann"))
                    .allSatisfy(family -> assertThat(family.revokedAt()).isNotNull());
        }
    }

    private static Answer refresh(ApiServer server, Answer signedIn) {
        return server.post("/v1/tokens/refresh", refreshToken(signedIn), List.of());
    }

    private static String refreshToken(Answer signedIn) {
        return "{\"refresh_token\":\"%s\"}".formatted(signedIn.json("refresh_token"));
    }

    @Test
    void startsOnlyOnceTheOwnerHasCreatedTheSchema() throws Exception {
        // The role of one database is also that of the others.
        prepare();
        createDatabase();
        assertThatThrownBy(() -> ApiServer.start(home, settings()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContainingAll("petty.database.login", "no tables of Petty yet", "With the owner's login");

        prepare();
        try (ApiServer server = ApiServer.start(home, settings())) {
            assertThat(server.get("/").status()).isEqualTo(200);
        }
    }
}
