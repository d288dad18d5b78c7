package io.petty.readiness;

import io.petty.access.AccessSettings;
import io.petty.access.CreatedKey;
import io.petty.access.IssuedTokens;
import io.petty.access.KeyAdministration;
import io.petty.access.Permission;
import io.petty.access.SignInCode;
import io.petty.access.SigningKeys;
import io.petty.access.StoredTexts;
import io.petty.access.TokenAdministration;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Issues tokens and keys for the checks with the installation's own signing keys, as the petty command does. Closing
 * the issuer revokes all of them. They expire after ten minutes in case it is never closed.
 */
final class Issuer implements AutoCloseable {
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final Set<Permission> TIMELINES = Set.of(Permission.TIMELINES_READ);

    private final Installation installation;
    private final AccessSettings settings;
    private final Clock clock = Clock.systemUTC();
    private final Clock yesterday = Clock.offset(clock, Duration.ofDays(-1));
    private final SensitiveTexts sensitive;
    private final String user;
    private final List<String> keys = new ArrayList<>();

    /** @param sensitive remembers everything that is issued */
    Issuer(Installation installation, SensitiveTexts sensitive) {
        this.installation = installation;
        this.settings = shortLived(installation.access().audience());
        this.sensitive = sensitive;
        this.user = sensitive.addId("user", "readiness-" + UUID.randomUUID());
    }

    private AccessSettings shortLived(String audience) {
        AccessSettings usual = installation.access();
        Duration access = min(LIFE, usual.accessTokenLife());
        return new AccessSettings(
                usual.issuer(),
                audience,
                access,
                LIFE.plus(access),
                min(LIFE, usual.codeLife()),
                usual.clockSkew(),
                usual.signingKeyOverlap(),
                usual.mostCollars());
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** Issues tokens that can read the timeline of a collar. */
    IssuedTokens tokens(String collar) {
        return tokens(collar, settings, clock);
    }

    String accessToken(String collar) {
        return tokens(collar).tokens().accessToken();
    }

    /** Issues the code of a sign-in link. */
    SignInCode code(String collar) {
        SignInCode code = administration(settings, clock).issueCode(user, List.of(collar), TIMELINES);
        sensitive.add("sign-in code", code.code());
        return code;
    }

    /** Issues an access token that expired yesterday, signed with today's key. */
    String expiredToken(String collar) {
        return tokens(collar, settings, yesterday).tokens().accessToken();
    }

    /** Issues an access token for another service, signed with this one's key. */
    String tokenForAnotherAudience(String collar) {
        String audience = "another-than-" + settings.audience().length();
        return tokens(collar, shortLived(audience), clock).tokens().accessToken();
    }

    private IssuedTokens tokens(String collar, AccessSettings with, Clock at) {
        IssuedTokens issued = administration(with, at).issue(user, List.of(collar), TIMELINES);
        sensitive.add("access token", issued.tokens().accessToken());
        sensitive.add("refresh token", issued.tokens().refreshToken());
        return issued;
    }

    void revokeFamily(String family) {
        administration(settings, clock).revokeFamily(family);
    }

    CreatedKey key(Permission permission, String... collars) {
        return key(clock, permission, collars);
    }

    /** Issues a key that expired yesterday. */
    CreatedKey expiredKey(Permission permission) {
        return key(yesterday, permission);
    }

    private CreatedKey key(Clock at, Permission permission, String... collars) {
        CreatedKey created =
                keyAdministration(at).create("readiness check", List.of(collars), Set.of(permission), LIFE);
        keys.add(created.key().id());
        sensitive.add("API key", created.text());
        return created;
    }

    void revokeKey(String id) {
        keyAdministration(clock).revoke(id);
    }

    StoredTexts storedTexts() {
        return new StoredTexts(installation.database());
    }

    private KeyAdministration keyAdministration(Clock at) {
        return new KeyAdministration(installation.database(), settings, at);
    }

    /** The current time selects the signing key; {@code at} only sets the times in the token. */
    private TokenAdministration administration(AccessSettings with, Clock at) {
        SigningKeys signingKeys = new SigningKeys(installation.secrets(), with, clock);
        return new TokenAdministration(installation.database(), signingKeys, with, installation.keyedHashKey(), at);
    }

    @Override
    public void close() {
        administration(settings, clock).revokeUser(user);
        keys.forEach(this::revokeKey);
    }
}
