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
import io.petty.lake.database.LakeDatabase;
import io.petty.secret.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Gives out tokens and keys for the checks as the command does, by the installation's own keys, and takes all of them back
 * at the end. They live for some minutes, should it come to no end.
 */
final class Issuer implements AutoCloseable {
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final Duration DAY = Duration.ofDays(1);

    private final LakeDatabase database;
    private final Secrets secrets;
    private final AccessSettings settings;
    private final Supplier<String> keyedHashKey;
    private final Clock clock;
    private final SensitiveTexts sensitive;
    private final String user;
    private final List<String> keys = new ArrayList<>();

    Issuer(
            LakeDatabase database,
            Secrets secrets,
            AccessSettings settings,
            Supplier<String> keyedHashKey,
            Clock clock,
            SensitiveTexts sensitive) {
        this.database = database;
        this.secrets = secrets;
        this.settings = shortLived(settings);
        this.keyedHashKey = keyedHashKey;
        this.clock = clock;
        this.sensitive = sensitive;
        this.user = sensitive.addId("user", "readiness-" + UUID.randomUUID());
    }

    private static AccessSettings shortLived(AccessSettings settings) {
        Duration access = min(LIFE, settings.accessTokenLife());
        return new AccessSettings(
                settings.issuer(),
                settings.audience(),
                access,
                LIFE.plus(access),
                min(LIFE, settings.codeLife()),
                settings.clockSkew(),
                settings.signingKeyOverlap(),
                settings.mostCollars());
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    IssuedTokens tokens(List<String> collars, Permission... permissions) {
        return remembered(administration(settings, clock).issue(user, collars, Set.of(permissions)));
    }

    /** A code of a sign-in link. */
    SignInCode code(List<String> collars, Permission... permissions) {
        SignInCode code = administration(settings, clock).issueCode(user, collars, Set.of(permissions));
        sensitive.add("sign-in code", code.code());
        return code;
    }

    /** Tokens that were good a day ago, signed by the key that signs now. */
    IssuedTokens expired(List<String> collars, Permission... permissions) {
        Clock yesterday = Clock.offset(clock, DAY.negated());
        return remembered(administration(settings, yesterday).issue(user, collars, Set.of(permissions)));
    }

    /** Tokens for another service, signed by the key that signs now. */
    IssuedTokens forAnotherAudience(List<String> collars, Permission... permissions) {
        AccessSettings other = new AccessSettings(
                settings.issuer(),
                "another-than-" + settings.audience().length(),
                settings.accessTokenLife(),
                settings.refreshTokenLife(),
                settings.codeLife(),
                settings.clockSkew(),
                settings.signingKeyOverlap(),
                settings.mostCollars());
        return remembered(administration(other, clock).issue(user, collars, Set.of(permissions)));
    }

    void revokeFamily(String family) {
        administration(settings, clock).revokeFamily(family);
    }

    CreatedKey key(List<String> collars, Permission... permissions) {
        return key(clock, collars, permissions);
    }

    /** A key that expired yesterday. */
    CreatedKey expiredKey(List<String> collars, Permission... permissions) {
        return key(Clock.offset(clock, DAY.negated()), collars, permissions);
    }

    private CreatedKey key(Clock at, List<String> collars, Permission... permissions) {
        CreatedKey created = new KeyAdministration(database, settings, at)
                .create("readiness check", collars, Set.of(permissions), LIFE);
        keys.add(created.key().id());
        sensitive.add("API key", created.text());
        return created;
    }

    void revokeKey(String id) {
        new KeyAdministration(database, settings, clock).revoke(id);
    }

    StoredTexts storedTexts() {
        return new StoredTexts(database);
    }

    /** The key that signs is chosen by the time that it is; only what the token says comes from another one. */
    private TokenAdministration administration(AccessSettings with, Clock at) {
        return new TokenAdministration(database, new SigningKeys(secrets, with, clock), with, keyedHashKey, at);
    }

    private IssuedTokens remembered(IssuedTokens issued) {
        remember(issued.tokens().accessToken(), issued.tokens().refreshToken());
        return issued;
    }

    private void remember(String access, String refresh) {
        sensitive.add("access token", access);
        sensitive.add("refresh token", refresh);
    }

    @Override
    public void close() {
        administration(settings, clock).revokeUser(user);
        keys.forEach(this::revokeKey);
    }
}
