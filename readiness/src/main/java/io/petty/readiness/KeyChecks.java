package io.petty.readiness;

import io.petty.access.CreatedKey;
import io.petty.access.Permission;
import io.petty.access.StoredTexts;
import java.util.List;

/**
 * Checks that an API key allows only what it was created for, until it expires or is revoked, and that only its hash is
 * stored.
 */
final class KeyChecks {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int SECRET_CHARACTERS = 43;
    private static final String STATUS = "/v1/status";
    private static final String COLLARS = "/v1/collars";

    private final Subject subject;

    KeyChecks(Subject subject) {
        this.subject = subject;
    }

    List<Check> all() {
        return List.of(
                new Check(
                        "keys.permission",
                        "A key allows only what its permissions say",
                        "creates a key for a collar and one for the status, and tries each on both",
                        "Revoke the keys (./petty keys list, keys revoke) until the access rules are fixed.",
                        this::allowsWhatItIsFor),
                new Check(
                        "keys.forged",
                        "A key with a wrong secret is refused",
                        "sends a key's id with another secret, a truncated key, and a key as a token",
                        "Anybody who knows an id gets access: take the service off the network.",
                        this::refusesForgeries),
                new Check(
                        "keys.revocation",
                        "A revoked key is refused at the next request",
                        "sends requests with a key before and after it is revoked",
                        "Check whether the service and the command use the same database (petty.database.url).",
                        this::revokesAtOnce),
                new Check(
                        "keys.expiry",
                        "An expired key is refused",
                        "sends a request with a key that expired yesterday",
                        "Check the clocks of the machines, then how the service reads expires_at.",
                        this::heedsExpiry),
                new Check(
                        "keys.hashed",
                        "The database has only hashes of keys and tokens",
                        "creates a key and tokens, uses the key, and searches all text columns of the access tables for them",
                        "Anybody who can read the database can use the keys: rotate all keys (./petty keys rotate), then fix the storage.",
                        this::keepsHashesAlone));
    }

    private void allowsWhatItIsFor(Evidence evidence) throws Exception {
        if (!subject.isHere() && subject.given().apiKey() != null) {
            useGivenKey(subject.given().apiKey(), evidence);
            return;
        }
        Subject.Collars collars = subject.collars();
        ApiClient api = subject.api();
        String timelines =
                subject.issuer().key(Permission.TIMELINES_READ, collars.own()).text();
        String status = newKey();
        evidence.expect(OK, api.getWithKey(COLLARS, timelines), "a key for a collar lists it");
        String foreign = collars.timeline(collars.foreign());
        evidence.expect(NOT_FOUND, api.getWithKey(foreign, timelines), "it reveals nothing about another collar");
        evidence.expect(FORBIDDEN, api.getWithKey(STATUS, timelines), "it sees no status");
        evidence.expect(OK, api.getWithKey(STATUS, status), "a key for the status sees it");
        evidence.expect(FORBIDDEN, api.getWithKey(COLLARS, status), "it lists no collars");
        evidence.expect(FORBIDDEN, api.getWithKey(collars.timeline(collars.own()), status), "and reads no timeline");
    }

    private void useGivenKey(String key, Evidence evidence) throws Exception {
        int collars = subject.api().getWithKey(COLLARS, key).status();
        int status = subject.api().getWithKey(STATUS, key).status();
        evidence.expect(
                collars == OK || status == OK,
                "the given key is valid (%d for collars, %d for the status)".formatted(collars, status),
                "the given key gets the answer %d for collars and %d for the status".formatted(collars, status));
    }

    private String newKey() throws UnmetException {
        return subject.issuer().key(Permission.STATUS_READ).text();
    }

    private void refusesForgeries(Evidence evidence) throws Exception {
        String key = subject.isHere()
                ? newKey()
                : UnmetException.required(
                        subject.given().apiKey(), "it needs an API key: set PETTY_READINESS_API_KEY or --api-key-file");
        int position = key.length() - 5;
        String changed =
                key.substring(0, position) + (key.charAt(position) == 'x' ? 'y' : 'x') + key.substring(position + 1);
        String cut = key.substring(0, key.length() - 1);
        ApiClient api = subject.api();
        evidence.expect(UNAUTHORIZED, api.getWithKey(STATUS, changed), "a key with a changed secret is refused");
        evidence.expect(UNAUTHORIZED, api.getWithKey(STATUS, cut), "a truncated key is refused");
        evidence.expect(UNAUTHORIZED, api.getWithToken(STATUS, key), "a key sent as a token is refused");
    }

    private void revokesAtOnce(Evidence evidence) throws Exception {
        CreatedKey created = subject.issuer().key(Permission.STATUS_READ);
        evidence.expect(OK, subject.api().getWithKey(STATUS, created.text()), "200 before");
        subject.issuer().revokeKey(created.key().id());
        evidence.expect(UNAUTHORIZED, subject.api().getWithKey(STATUS, created.text()), "401 right after");
    }

    private void heedsExpiry(Evidence evidence) throws Exception {
        CreatedKey expired = subject.issuer().expiredKey(Permission.STATUS_READ);
        String what = "401 for a key that expired at " + expired.key().expiresAt();
        evidence.expect(UNAUTHORIZED, subject.api().getWithKey(STATUS, expired.text()), what);
    }

    private void keepsHashesAlone(Evidence evidence) throws Exception {
        Issuer issuer = subject.issuer();
        String key = newKey();
        List<String> clear = List.of(
                key.substring(key.length() - SECRET_CHARACTERS),
                issuer.tokens("READINESS-OWN").tokens().refreshToken(),
                issuer.code("READINESS-OWN").code());
        // Using a key must not store it either.
        subject.api().getWithKey(STATUS, key);
        StoredTexts stored = issuer.storedTexts();
        List<StoredTexts.Column> columns = stored.columns();
        evidence.expect(!columns.isEmpty(), "searched %d columns".formatted(columns.size()), "found no access tables");
        for (StoredTexts.Column column : columns) {
            if (stored.isIn(column, clear)) {
                evidence.wrong("%s.%s has a secret in plain text".formatted(column.table(), column.name()));
            }
        }
    }
}
