package io.petty.readiness;

import io.petty.access.CreatedKey;
import io.petty.access.Permission;
import io.petty.access.StoredTexts;
import java.util.List;
import java.util.Map;

/** API keys let their holders do what they were made for, as long as they were made for, and are kept by nobody else. */
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
                        "A key does what its permissions allow and no more",
                        "makes a key for one collar and one for the status, and asks with both for both",
                        "Take the keys back (./petty keys list, keys revoke) until the rules of access are mended.",
                        this::allowsWhatItIsFor),
                new Check(
                        "keys.forged",
                        "A key with a wrong secret is refused",
                        "asks with a key's id and another secret, a key cut short, and a key as a token",
                        "Anybody gets in who knows an id: take the service off the network.",
                        this::refusesForgeries),
                new Check(
                        "keys.revocation",
                        "A key that is taken back is refused at the next request",
                        "asks with a key, takes it back, asks again",
                        "Look whether the service and the command are on the same database (petty.database.url).",
                        this::revokesAtOnce),
                new Check(
                        "keys.expiry",
                        "A key that expired is refused",
                        "asks with a key whose time was over yesterday",
                        "Look at the clocks of the machines, then at how the service reads expires_at.",
                        this::heedsExpiry),
                new Check(
                        "keys.hashed",
                        "Keys and tokens stand in the database as hashes alone",
                        "makes a key and tokens, uses the key, and looks for their texts in all text columns of the tables of access",
                        "Who reads the database can use what stands there: rotate all keys (./petty keys rotate), then mend it.",
                        this::keepsHashesAlone));
    }

    private Result allowsWhatItIsFor() throws Exception {
        if (!subject.isHere() && subject.given().apiKey() != null) {
            return givenKey(subject.given().apiKey());
        }
        Subject.Collars collars = subject.collars();
        String timelines = subject.issuer()
                .key(List.of(collars.own()), Permission.TIMELINES_READ)
                .text();
        String status = subject.issuer().key(List.of(), Permission.STATUS_READ).text();
        Evidence evidence = new Evidence();
        expect(evidence, "a key for a collar lists it", OK, subject.api().getWithKey(COLLARS, timelines));
        expect(
                evidence,
                "it isn't told of another collar",
                NOT_FOUND,
                subject.api().getWithKey(collars.timeline(collars.foreign()), timelines));
        expect(evidence, "it sees no status", FORBIDDEN, subject.api().getWithKey(STATUS, timelines));
        expect(evidence, "a key for the status sees it", OK, subject.api().getWithKey(STATUS, status));
        expect(evidence, "it lists no collars", FORBIDDEN, subject.api().getWithKey(COLLARS, status));
        expect(
                evidence,
                "and reads none",
                FORBIDDEN,
                subject.api().getWithKey(collars.timeline(collars.own()), status));
        return evidence.result();
    }

    private Result givenKey(String key) throws Exception {
        int collars = subject.api().getWithKey(COLLARS, key).status();
        int status = subject.api().getWithKey(STATUS, key).status();
        return new Evidence()
                .expect(
                        collars == OK || status == OK,
                        "the key that was given is good (%d for collars, %d for the status)".formatted(collars, status),
                        "the key that was given is answered with %d for collars and %d for the status"
                                .formatted(collars, status))
                .result();
    }

    private Result refusesForgeries() throws Exception {
        String key;
        if (subject.isHere()) {
            key = subject.issuer().key(List.of(), Permission.STATUS_READ).text();
        } else if (subject.given().apiKey() != null) {
            key = subject.given().apiKey();
        } else {
            throw new UnmetException(
                    "it needs an API key: put one into PETTY_READINESS_API_KEY, or its file's name after --api-key-file");
        }
        char last = key.charAt(key.length() - 5);
        String changed =
                key.substring(0, key.length() - 5) + (last == 'x' ? 'y' : 'x') + key.substring(key.length() - 4);
        Evidence evidence = new Evidence();
        for (Map.Entry<String, ApiAnswer> asked : Map.of(
                        "with a changed secret", subject.api().getWithKey(STATUS, changed),
                        "cut short", subject.api().getWithKey(STATUS, key.substring(0, key.length() - 1)),
                        "sent as a token", subject.api().getWithToken(STATUS, key))
                .entrySet()) {
            expect(evidence, "a key " + asked.getKey() + " is refused", UNAUTHORIZED, asked.getValue());
        }
        return evidence.result();
    }

    private Result revokesAtOnce() throws Exception {
        CreatedKey created = subject.issuer().key(List.of(), Permission.STATUS_READ);
        Evidence evidence = new Evidence();
        expect(evidence, "200 before", OK, subject.api().getWithKey(STATUS, created.text()));
        subject.issuer().revokeKey(created.key().id());
        expect(evidence, "401 right after", UNAUTHORIZED, subject.api().getWithKey(STATUS, created.text()));
        return evidence.result();
    }

    private Result heedsExpiry() throws Exception {
        CreatedKey expired = subject.issuer().expiredKey(List.of(), Permission.STATUS_READ);
        Evidence evidence = new Evidence();
        expect(
                evidence,
                "401 for a key that expired at " + expired.key().expiresAt(),
                UNAUTHORIZED,
                subject.api().getWithKey(STATUS, expired.text()));
        return evidence.result();
    }

    private static void expect(Evidence evidence, String what, int status, ApiAnswer answer) {
        evidence.expect(
                answer.status() == status, what, "expected %d (%s), got %d".formatted(status, what, answer.status()));
    }

    private Result keepsHashesAlone() throws Exception {
        Issuer issuer = subject.issuer();
        String key = issuer.key(List.of(), Permission.STATUS_READ).text();
        List<String> clear = List.of(
                key.substring(key.length() - SECRET_CHARACTERS),
                issuer.tokens(List.of("READINESS-OWN"), Permission.TIMELINES_READ)
                        .tokens()
                        .refreshToken(),
                issuer.code(List.of("READINESS-OWN"), Permission.TIMELINES_READ).code());
        // Used, too: who uses it must leave nothing either.
        subject.api().getWithKey(STATUS, key);
        StoredTexts stored = issuer.storedTexts();
        List<StoredTexts.Column> columns = stored.columns();
        Evidence evidence = new Evidence()
                .expect(
                        !columns.isEmpty(),
                        "looked through %d columns".formatted(columns.size()),
                        "no table of access");
        for (StoredTexts.Column column : columns) {
            if (stored.isIn(column, clear)) {
                evidence.wrong("%s.%s holds a secret in clear".formatted(column.table(), column.name()));
            }
        }
        return evidence.result();
    }
}
