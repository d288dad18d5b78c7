package io.petty.readiness;

import io.petty.access.IssuedTokens;
import io.petty.access.Permission;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Tokens read what they are for, and nothing that looks like one reads anything. */
final class TokenChecks {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int LEAST_BITS = 2048;
    private static final JsonMapper JSON = new JsonMapper();
    private static final String JWKS = "/.well-known/jwks.json";

    private final Subject subject;

    TokenChecks(Subject subject) {
        this.subject = subject;
    }

    List<Check> all() {
        return List.of(
                new Check(
                        "tokens.own-collar",
                        "A token reads the timeline of its collar",
                        "asks for the own collar's newest published day with an access token",
                        "Look at the reason on the audit line of the service's log (logger petty.audit).",
                        this::readsItsCollar),
                new Check(
                        "tokens.foreign-collar",
                        "A foreign collar looks like one that isn't there",
                        "asks for a collar that the token isn't for and for one that doesn't exist, and compares the answers",
                        "The service tells who else is a customer: don't deploy it; see the rules of access in the API.",
                        this::hidesForeignCollars),
                new Check(
                        "tokens.forged",
                        "Forged, expired and foreign tokens are refused",
                        "sends tokens without a signature, signed with the public key, changed, expired, and for another audience",
                        "Anybody gets in: take the service off the network, then look at how it verifies tokens.",
                        this::refusesForgeries),
                new Check(
                        "tokens.refresh",
                        "A refresh token is good once, and its second use ends its family",
                        "refreshes, then uses the first refresh token again, then asks with what the refresh gave",
                        "A stolen refresh token stays good unnoticed: look at /v1/tokens/refresh and the table refresh_tokens.",
                        this::rotatesRefreshTokens),
                new Check(
                        "tokens.revocation",
                        "What is taken back counts at the next request",
                        "asks with a token, takes it back, asks again",
                        "Look whether the service and the command are on the same database (petty.database.url).",
                        this::revokesAtOnce),
                new Check(
                        "tokens.jwks",
                        "The public keys are published, and tokens fit them",
                        "fetches " + JWKS + " and verifies a token with the key that it names",
                        "Others can't verify tokens, or learn too much: look at petty.secrets.* and the signing keys.",
                        this::publishesKeys));
    }

    private Result readsItsCollar() throws Exception {
        Subject.Collars collars = subject.collars();
        ApiAnswer answer = subject.api().getWithToken(collars.timeline(collars.own()), subject.token());
        if (collars.day() == null) {
            return new Evidence()
                    .expect(
                            answer.status() == NOT_FOUND && answer.problem().equals("day-not-published"),
                            "nothing is published yet, and that is what a valid token is told",
                            "nothing is published yet, but the answer is %d %s"
                                    .formatted(answer.status(), answer.problem()))
                    .result();
        }
        boolean day = answer.json().path("days").size() == 1;
        return new Evidence()
                .expect(
                        answer.status() == OK && day,
                        "200 with the day %s".formatted(collars.day()),
                        "status %d for a valid token and its own collar".formatted(answer.status()))
                .result();
    }

    private Result hidesForeignCollars() throws Exception {
        Subject.Collars collars = subject.collars();
        String token = subject.token();
        ApiAnswer foreign = subject.api().getWithToken(collars.timeline(collars.foreign()), token);
        ApiAnswer absent = subject.api().getWithToken(collars.timeline(collars.absent()), token);
        return new Evidence()
                .expect(
                        foreign.status() == NOT_FOUND,
                        "the foreign collar is a 404",
                        "the foreign collar answers %d".formatted(foreign.status()))
                .expect(
                        foreign.comparable().equals(absent.comparable()),
                        collars.foreignExists()
                                ? "the same, to the letter, as one that doesn't exist"
                                : "the same as another; whether either exists isn't known here",
                        "it can be told from one that doesn't exist (%d %s and %d %s)"
                                .formatted(foreign.status(), foreign.problem(), absent.status(), absent.problem()))
                .result();
    }

    private Result refusesForgeries() throws Exception {
        Subject.Collars collars = subject.collars();
        AccessToken good = new AccessToken(subject.token());
        Map<String, String> forged = new LinkedHashMap<>();
        forged.put("without a signature (alg none)", good.unsigned());
        forged.put("with its signature cut off", good.cut());
        forged.put("with a changed signature", good.damaged());
        forged.put("changed to another collar", good.widened(collars.foreign()));
        forged.put("changed to live longer", good.prolonged());
        JsonNode published = publishedKey(good);
        if (!published.isMissingNode()) {
            forged.put("signed with the public key as HS256", good.signedWithThePublicKey(published));
        }
        if (subject.isHere()) {
            Permission timelines = Permission.TIMELINES_READ;
            List<String> own = List.of(collars.own());
            forged.put(
                    "expired", subject.issuer().expired(own, timelines).tokens().accessToken());
            forged.put(
                    "for another audience",
                    subject.issuer().forAnotherAudience(own, timelines).tokens().accessToken());
        }
        Evidence evidence = new Evidence();
        for (Map.Entry<String, String> token : forged.entrySet()) {
            subject.sensitive().add("forged token", token.getValue());
            ApiAnswer answer = subject.api().getWithToken("/v1/collars", token.getValue());
            if (answer.status() != UNAUTHORIZED) {
                evidence.wrong("one %s is answered with %d".formatted(token.getKey(), answer.status()));
            }
        }
        evidence.saw("401 for %d kinds: %s".formatted(forged.size(), String.join(", ", forged.keySet())));
        if (!subject.isHere()) {
            evidence.saw("expired ones and those for another audience can only be made where the signing key is");
        }
        return evidence.result();
    }

    private Result rotatesRefreshTokens() throws Exception {
        String first;
        if (subject.isHere()) {
            first = subject.issuer()
                    .tokens(List.of(subject.collars().own()), Permission.TIMELINES_READ)
                    .tokens()
                    .refreshToken();
        } else if (subject.given().code() != null) {
            ApiAnswer signedIn = subject.api()
                    .post("/v1/tokens", member("code", subject.given().code()));
            first = subject.sensitive().add("refresh token", signedIn.text("refresh_token"));
            if (first.isEmpty()) {
                return new Result.NotApplicable(
                        "the sign-in code that was given is no longer good (%d)".formatted(signedIn.status()));
            }
        } else {
            throw new UnmetException("it needs the code of a sign-in link, which it uses up:"
                    + " put one into PETTY_READINESS_CODE, or its file's name after --code-file");
        }
        ApiAnswer refreshed = subject.api().post("/v1/tokens/refresh", member("refresh_token", first));
        String access = subject.sensitive().add("access token", refreshed.text("access_token"));
        String second = subject.sensitive().add("refresh token", refreshed.text("refresh_token"));
        ApiAnswer used = subject.api().getWithToken("/v1/collars", access);
        ApiAnswer again = subject.api().post("/v1/tokens/refresh", member("refresh_token", first));
        subject.sensitive().add("refresh token", again.text("refresh_token"));
        subject.sensitive().add("access token", again.text("access_token"));
        ApiAnswer after = subject.api().getWithToken("/v1/collars", access);
        return new Evidence()
                .expect(
                        refreshed.status() == OK && !second.isEmpty() && !second.equals(first),
                        "a refresh gives another refresh token",
                        "a refresh answers %d%s"
                                .formatted(refreshed.status(), second.equals(first) ? " with the same token" : ""))
                .expect(
                        used.status() == OK,
                        "its access token counts",
                        "its access token is answered with %d".formatted(used.status()))
                .expect(
                        again.status() == UNAUTHORIZED,
                        "the second use is refused",
                        "the second use is answered with %d".formatted(again.status()))
                .expect(
                        after.status() == UNAUTHORIZED,
                        "and ended all tokens of the sign-in",
                        "after the second use, tokens of the sign-in still count (%d)".formatted(after.status()))
                .result();
    }

    private Result revokesAtOnce() throws Exception {
        Issuer issuer = subject.issuer();
        IssuedTokens issued = issuer.tokens(List.of(subject.collars().own()), Permission.TIMELINES_READ);
        String token = issued.tokens().accessToken();
        ApiAnswer before = subject.api().getWithToken("/v1/collars", token);
        issuer.revokeFamily(issued.family());
        ApiAnswer after = subject.api().getWithToken("/v1/collars", token);
        ApiAnswer refreshed = subject.api()
                .post(
                        "/v1/tokens/refresh",
                        member("refresh_token", issued.tokens().refreshToken()));
        return new Evidence()
                .expect(
                        before.status() == OK,
                        "200 before",
                        "a valid token is answered with %d".formatted(before.status()))
                .expect(
                        after.status() == UNAUTHORIZED,
                        "401 right after",
                        "%d right after it was taken back".formatted(after.status()))
                .expect(
                        refreshed.status() == UNAUTHORIZED,
                        "and no refresh",
                        "its refresh token is still answered with %d".formatted(refreshed.status()))
                .result();
    }

    private Result publishesKeys() throws Exception {
        ApiAnswer answer = subject.api().get(JWKS);
        JsonNode keys = answer.json().path("keys");
        Evidence evidence = new Evidence()
                .expect(
                        answer.status() == OK && keys.size() > 0,
                        "%d published".formatted(keys.size()),
                        "%s answers %d with %d keys".formatted(JWKS, answer.status(), keys.size()));
        for (JsonNode key : keys.values()) {
            for (String secret : List.of("d", "p", "q", "dp", "dq", "qi", "k")) {
                if (key.has(secret)) {
                    evidence.wrong("a published key has the private member '%s'".formatted(secret));
                }
            }
            if (!key.path("kty").asString("").equals("RSA")
                    || bits(key) < LEAST_BITS
                    || !key.path("alg").asString("").equals("RS256")) {
                evidence.wrong("a published key is no RSA key for RS256 of %d bits or more".formatted(LEAST_BITS));
            }
        }
        if (!subject.isHere() && subject.given().token() == null) {
            evidence.saw("no token was given to verify with them");
            return evidence.result();
        }
        AccessToken token = new AccessToken(subject.token());
        JsonNode own = publishedKey(token);
        return evidence.expect(
                        !own.isMissingNode() && token.isSignedBy(own),
                        "a token is verified by the key that it names",
                        own.isMissingNode()
                                ? "a token names a key that isn't published"
                                : "the key that a token names doesn't verify it")
                .result();
    }

    private static int bits(JsonNode jwk) {
        try {
            return AccessToken.publicKey(jwk) instanceof RSAPublicKey key
                    ? key.getModulus().bitLength()
                    : 0;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return 0;
        }
    }

    /** The key that a token names; a missing node when it isn't published. */
    private JsonNode publishedKey(AccessToken token) throws Exception {
        for (JsonNode key : subject.api().get(JWKS).json().path("keys").values()) {
            if (key.path("kid").asString("").equals(token.kid())) {
                return key;
            }
        }
        return MissingNode.getInstance();
    }

    private static String member(String name, String value) {
        return JSON.writeValueAsString(Map.of(name, value));
    }
}
