package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.CreatedKey;
import io.petty.access.ForgedTokens;
import io.petty.access.IssuedTokens;
import io.petty.access.Permission;
import io.petty.api.SharedServer.StrictServer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests two instances on one database. After one of them or a command has revoked access, both refuse the next request.
 */
@ExtendWith(SharedServer.class)
class RevocationTest {
    private static final Set<Permission> TIMELINES = Set.of(Permission.TIMELINES_READ);

    private final ApiServer here;
    private final ApiServer there;

    RevocationTest(ApiServer here, StrictServer there) {
        this.here = here;
        this.there = there.server();
    }

    @Test
    void appliesAtEachInstanceImmediately() {
        IssuedTokens signedOut = here.access().tokens().issue("ann", List.of("LUNA-01"), TIMELINES);
        assertAccepted(ApiServer.bearer(signedOut.tokens().accessToken()));
        here.post(
                "/v1/tokens/revoke",
                "{\"refresh_token\":\"%s\"}".formatted(signedOut.tokens().refreshToken()),
                List.of());
        assertRefused(ApiServer.bearer(signedOut.tokens().accessToken()));

        IssuedTokens reused = here.access().tokens().issue("ann", List.of("LUNA-01"), TIMELINES);
        assertAccepted(ApiServer.bearer(reused.tokens().accessToken()));
        String body = "{\"refresh_token\":\"%s\"}".formatted(reused.tokens().refreshToken());
        String newer = here.post("/v1/tokens/refresh", body, List.of()).json("access_token");
        assertAccepted(ApiServer.bearer(newer));
        assertThat(there.post("/v1/tokens/refresh", body, List.of()).status()).isEqualTo(401);
        assertRefused(ApiServer.bearer(reused.tokens().accessToken()));
        assertRefused(ApiServer.bearer(newer));

        String single = here.signedIn(TIMELINES, "LUNA-01").accessToken();
        assertAccepted(ApiServer.bearer(single));
        there.access().tokens().revokeToken(ForgedTokens.claim(single, "jti"));
        assertRefused(ApiServer.bearer(single));

        CreatedKey key = here.access().keys().create("tests", List.of("LUNA-01"), TIMELINES, Duration.ofDays(1));
        List<String> headers = List.of("X-API-Key", key.text());
        assertAccepted(headers);
        there.access().keys().revoke(key.key().id());
        assertRefused(headers);
    }

    @Test
    void usesANewSigningKeyAndDropsALeakedOneAtEachInstance() {
        String before = here.signedIn(TIMELINES, "LUNA-01").accessToken();
        assertAccepted(ApiServer.bearer(before));
        int keys = there.get("/.well-known/jwks.json").json().path("keys").size();

        here.access().tokens().rotateSigningKey(false);
        assertAccepted(ApiServer.bearer(before));
        assertThat(there.get("/.well-known/jwks.json").json().path("keys")).hasSize(keys + 1);

        here.access().tokens().rotateSigningKey(true);
        assertRefused(ApiServer.bearer(before));
        String after = here.signedIn(TIMELINES, "LUNA-01").accessToken();
        assertAccepted(ApiServer.bearer(after));
        assertThat(there.get("/.well-known/jwks.json").json().path("keys")).hasSize(1);
    }

    @Test
    void publishesOnlyThePublicPartOfAKey() {
        here.token("LUNA-01");

        here.get("/.well-known/jwks.json")
                .json()
                .path("keys")
                .forEach(key -> assertThat(key.propertyNames())
                        .containsExactlyInAnyOrder("kty", "use", "alg", "kid", "n", "e"));
    }

    private void assertAccepted(List<String> credential) {
        assertThat(here.get("/v1/days", credential).status()).isEqualTo(200);
        assertThat(there.get("/v1/days", credential).status()).isEqualTo(200);
    }

    private void assertRefused(List<String> credential) {
        assertThat(there.get("/v1/days", credential).status()).isEqualTo(401);
        assertThat(here.get("/v1/days", credential).status()).isEqualTo(401);
    }
}
