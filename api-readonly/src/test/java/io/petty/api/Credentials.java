package io.petty.api;

import io.petty.access.AccessHome;
import io.petty.access.CreatedKey;
import io.petty.access.ForgedTokens;
import io.petty.access.InvalidCredentialException;
import io.petty.access.IssuedTokens;
import io.petty.access.KeyAdministration;
import io.petty.access.Permission;
import io.petty.access.SignedIn;
import io.petty.access.TokenAdministration;
import io.petty.lake.database.DatabaseSettings;
import io.petty.process.HandClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Headers with credentials of all kinds: valid ones, and others that must not give access to anything. */
final class Credentials {
    private static final Set<Permission> TIMELINES = Set.of(Permission.TIMELINES_READ);
    private static final Set<Permission> BOTH = Set.of(Permission.TIMELINES_READ, Permission.STATUS_READ);
    private static final Set<Permission> ALL = Set.of(Permission.TIMELINES_READ_ALL);
    private static final Set<Permission> STATUS = Set.of(Permission.STATUS_READ);
    private static final List<String> OWN = List.of(EndpointTable.OWN);
    private static final Duration DAY = Duration.ofDays(1);

    /** What the holder may do. */
    enum Grant {
        NOTHING,
        OWN_COLLAR,
        OWN_COLLAR_AND_STATUS,
        ALL_COLLARS,
        STATUS
    }

    /**
     * A credential.
     *
     * @param headers names and values in turn
     */
    record Credential(String what, Grant grant, List<String> headers) {
        @Override
        public String toString() {
            return what;
        }
    }

    private final AccessHome access;
    private final TokenAdministration tokens;
    private final KeyAdministration keys;
    private final List<Credential> all = new ArrayList<>();

    private Credentials(AccessHome access) {
        this.access = access;
        this.tokens = access.tokens();
        this.keys = access.keys();
    }

    /** Creates credentials of all kinds for a running server. */
    static List<Credential> of(ApiServer server) throws InvalidCredentialException {
        Credentials credentials = new Credentials(server.access());
        credentials.addGood();
        credentials.addPast(server);
        credentials.addRevoked();
        credentials.addForms();
        credentials.addKeys();
        String good = credentials.token();
        for (ForgedTokens.Forged forged : ForgedTokens.of(good, server.access().signingKeys())) {
            // Omits tokens with whitespace at an end: a line end would end the header, and the server ignores spaces
            // around a value, so such a token would be valid.
            if (forged.token().strip().equals(forged.token())) {
                credentials.bearer("token: " + forged.what(), Grant.NOTHING, forged.token());
            }
        }
        return credentials.all;
    }

    private void addGood() {
        bearer("token", Grant.OWN_COLLAR, token());
        add("token, scheme in other case", Grant.OWN_COLLAR, "authorization", "bEARER " + token());
        bearer("token with status", Grant.OWN_COLLAR_AND_STATUS, token(BOTH, OWN));
        bearer("token for status alone", Grant.STATUS, token(STATUS, List.of()));
        key("key", Grant.OWN_COLLAR, created(TIMELINES, OWN).text());
        key("key with status", Grant.OWN_COLLAR_AND_STATUS, created(BOTH, OWN).text());
        key("key for all collars", Grant.ALL_COLLARS, created(ALL, List.of()).text());
        key("key for status alone", Grant.STATUS, created(STATUS, List.of()).text());
        CreatedKey rotated = created(TIMELINES, OWN);
        key(
                "key from a rotation",
                Grant.OWN_COLLAR,
                keys.rotate(rotated.key().id(), Duration.ofHours(1))
                        .orElseThrow()
                        .text());
        key("key rotated with overlap", Grant.OWN_COLLAR, rotated.text());
    }

    /** Adds expired credentials, from a process whose clock is a day behind. */
    private void addPast(ApiServer server) {
        HandClock yesterday = new HandClock(SharedServer.CLOCK.instant().minus(DAY));
        try (AccessHome past = new AccessHome(server.home(), DatabaseSettings.EMBEDDED, yesterday)) {
            bearer(
                    "token expired",
                    Grant.NOTHING,
                    past.tokens().issue("ann", OWN, TIMELINES).tokens().accessToken());
            key(
                    "key expired",
                    Grant.NOTHING,
                    past.keys()
                            .create("past", OWN, TIMELINES, Duration.ofHours(1))
                            .text());
        }
    }

    private void addRevoked() throws InvalidCredentialException {
        IssuedTokens family = tokens.issue("ann", OWN, TIMELINES);
        tokens.revokeFamily(family.family());
        bearer("token of a revoked family", Grant.NOTHING, family.tokens().accessToken());

        String single = token();
        tokens.revokeToken(ForgedTokens.claim(single, "jti"));
        bearer("revoked token", Grant.NOTHING, single);

        String ofUser = tokens.issue("ben", OWN, TIMELINES).tokens().accessToken();
        tokens.revokeUser("ben");
        bearer("token of a revoked user", Grant.NOTHING, ofUser);

        SignedIn signedIn = tokens.issue("ann", OWN, TIMELINES).tokens();
        access.access().revoke(signedIn.refreshToken());
        bearer("token after sign-out", Grant.NOTHING, signedIn.accessToken());
        bearer("refresh token as access token", Grant.NOTHING, signedIn.refreshToken());

        CreatedKey revoked = created(TIMELINES, OWN);
        keys.revoke(revoked.key().id());
        key("revoked key", Grant.NOTHING, revoked.text());

        CreatedKey rotated = created(TIMELINES, OWN);
        keys.rotate(rotated.key().id(), Duration.ZERO);
        key("key rotated at once", Grant.NOTHING, rotated.text());
    }

    private void addForms() {
        String token = token();
        String key = created(TIMELINES, OWN).text();
        add("none", Grant.NOTHING);
        add("token and key", Grant.NOTHING, "Authorization", "Bearer " + token, "X-API-Key", key);
        add("good token, bad key", Grant.NOTHING, "Authorization", "Bearer " + token, "X-API-Key", "none");
        add("token twice", Grant.NOTHING, "Authorization", "Bearer " + token, "Authorization", "Bearer " + token);
        add("key twice", Grant.NOTHING, "X-API-Key", key, "X-API-Key", key);
        add("two tokens in one header", Grant.NOTHING, "Authorization", "Bearer " + token + ", Bearer " + token);
        add("token with another scheme", Grant.NOTHING, "Authorization", "Basic " + token);
        add("token without a scheme", Grant.NOTHING, "Authorization", token);
        add("token after two spaces", Grant.NOTHING, "Authorization", "Bearer  " + token);
        add("scheme alone", Grant.NOTHING, "Authorization", "Bearer");
        add("no value", Grant.NOTHING, "Authorization", "");
        add("password", Grant.NOTHING, "Authorization", "Basic dXNlcjpwYXNzd29yZA==");
        add("key as token", Grant.NOTHING, "Authorization", "Bearer " + key);
        add("token as key", Grant.NOTHING, "X-API-Key", token);
        add("key with a scheme", Grant.NOTHING, "X-API-Key", "Bearer " + key);
        add("token as cookie", Grant.NOTHING, "Cookie", "Authorization=" + token + "; access_token=" + token);
        add("token in another header", Grant.NOTHING, "Proxy-Authorization", "Bearer " + token);
    }

    private void addKeys() {
        CreatedKey good = created(TIMELINES, OWN);
        String text = good.text();
        String id = good.key().id();
        String secret = text.substring(text.length() - 43);
        String other = created(TIMELINES, OWN).text();
        key("key cut short", Grant.NOTHING, text.substring(0, text.length() - 1));
        key("key with an extra character", Grant.NOTHING, text + "A");
        key("key padded", Grant.NOTHING, text + "=");
        key("key in capitals", Grant.NOTHING, text.toUpperCase(Locale.ROOT));
        key("key's id in capitals", Grant.NOTHING, text.replace(id, id.toUpperCase(Locale.ROOT)));
        key("key with another's secret", Grant.NOTHING, text.replace(secret, other.substring(other.length() - 43)));
        key("key with another's id", Grant.NOTHING, "petty_" + other.substring(6, 38) + "_" + secret);
        key("key with an unknown id", Grant.NOTHING, "petty_" + "0".repeat(32) + "_" + secret);
        key("key without a secret", Grant.NOTHING, "petty_" + id + "_");
        key("key's id alone", Grant.NOTHING, id);
        key("key's secret alone", Grant.NOTHING, secret);
        key("key with SQL", Grant.NOTHING, "petty_' or '1'='1_" + secret);
        key("key with another prefix", Grant.NOTHING, text.replace("petty", "patty"));
        key("key in percent encoding", Grant.NOTHING, text.replace("_", "%5F"));
        key("key in hex", Grant.NOTHING, text.replace(secret, "a".repeat(64)));
        key("key with a letter that looks like another", Grant.NOTHING, text.replaceFirst("e", "\u0435"));
        key("empty key", Grant.NOTHING, "");
        key("long key", Grant.NOTHING, "petty_" + "a".repeat(7_000));
    }

    private String token() {
        return token(TIMELINES, OWN);
    }

    private String token(Set<Permission> permissions, List<String> collars) {
        return tokens.issue("ann", collars, permissions).tokens().accessToken();
    }

    private CreatedKey created(Set<Permission> permissions, List<String> collars) {
        return keys.create("tests", collars, permissions, DAY);
    }

    private void bearer(String what, Grant grant, String token) {
        add(what, grant, "Authorization", "Bearer " + token);
    }

    private void key(String what, Grant grant, String key) {
        add(what, grant, "X-API-Key", key);
    }

    private void add(String what, Grant grant, String... headers) {
        all.add(new Credential(what, grant, List.of(headers)));
    }
}
