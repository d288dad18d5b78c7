package io.petty.readiness;

import io.petty.access.IssuedTokens;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Checks that tokens grant the access that they were issued for, and that nothing else is accepted as a token. */
final class TokenChecks {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int LEAST_BITS = 2048;
    private static final JsonMapper JSON = new JsonMapper();
    private static final String JWKS = "/.well-known/jwks.json";
    private static final String COLLARS = "/v1/collars";
    private static final String REFRESH = "/v1/tokens/refresh";

    private final Subject subject;

    TokenChecks(Subject subject) {
        this.subject = subject;
    }

    List<Check> all() {
        return List.of(
                new Check(
                        "tokens.own-collar",
                        "A token reads the timeline of its collar",
                        "requests the newest published day of the token's collar",
                        "Find the reason in the audit lines of the service's log (logger petty.audit).",
                        this::readsItsCollar),
                new Check(
                        "tokens.foreign-collar",
                        "A foreign collar looks like one that doesn't exist",
                        "requests a collar that the token isn't for and one that doesn't exist, and compares the answers",
                        "The service reveals who else is a customer: don't deploy it; check the access rules of the API.",
                        this::hidesForeignCollars),
                new Check(
                        "tokens.forged",
                        "Forged, expired and foreign tokens are refused",
                        "sends tokens without a signature, signed with the public key, changed, expired, and for another audience",
                        "Anybody gets access: take the service off the network, then check how it verifies tokens.",
                        this::refusesForgeries),
                new Check(
                        "tokens.refresh",
                        "A refresh token works once, and its second use revokes its family",
                        "refreshes, uses the first refresh token again, then sends a request with the new access token",
                        "A stolen refresh token works unnoticed: check /v1/tokens/refresh and the table refresh_tokens.",
                        this::rotatesRefreshTokens),
                new Check(
                        "tokens.revocation",
                        "A revocation takes effect at the next request",
                        "sends requests with a token before and after it is revoked",
                        "Check whether the service and the command use the same database (petty.database.url).",
                        this::revokesAtOnce),
                new Check(
                        "tokens.jwks",
                        "The public keys are published and verify tokens",
                        "fetches " + JWKS + " and verifies a token with the key that the token names",
                        "Other services can't verify tokens, or private keys leak: check petty.secrets.* and the signing keys.",
                        this::publishesKeys));
    }

    private void readsItsCollar(Evidence evidence) throws Exception {
        Subject.Collars collars = subject.collars();
        ApiAnswer answer = subject.api().getWithToken(collars.timeline(collars.own()), subject.token());
        if (collars.day() == null) {
            evidence.expect(
                    answer.status() == NOT_FOUND && answer.problem().equals("day-not-published"),
                    "nothing is published yet, and the answer to a valid token says so",
                    "nothing is published yet, but the answer is %d %s".formatted(answer.status(), answer.problem()));
            return;
        }
        evidence.expect(
                answer.status() == OK && answer.json().path("days").size() == 1,
                "200 with the day %s".formatted(collars.day()),
                "status %d for a valid token and its own collar".formatted(answer.status()));
    }

    private void hidesForeignCollars(Evidence evidence) throws Exception {
        Subject.Collars collars = subject.collars();
        String token = subject.token();
        ApiAnswer foreign = subject.api().getWithToken(collars.timeline(collars.foreign()), token);
        ApiAnswer absent = subject.api().getWithToken(collars.timeline(collars.absent()), token);
        evidence.expect(NOT_FOUND, foreign, "404 for the foreign collar");
        evidence.expect(
                foreign.comparable().equals(absent.comparable()),
                collars.foreignExists()
                        ? "exactly the same answer for a collar that doesn't exist"
                        : "the same answer for another collar; whether either collar exists isn't known here",
                "the answer differs from that for a collar that doesn't exist (%d %s and %d %s)"
                        .formatted(foreign.status(), foreign.problem(), absent.status(), absent.problem()));
    }

    private void refusesForgeries(Evidence evidence) throws Exception {
        Subject.Collars collars = subject.collars();
        AccessToken good = new AccessToken(subject.token());
        Map<String, String> forged = new LinkedHashMap<>();
        forged.put("without a signature (alg none)", good.unsigned());
        forged.put("with its signature cut off", good.cut());
        forged.put("with a changed signature", good.damaged());
        forged.put("changed to another collar", good.widened(collars.foreign()));
        forged.put("with a later expiry", good.prolonged());
        JsonNode published = publishedKey(good);
        if (!published.isMissingNode()) {
            forged.put("signed with the public key as HS256", good.signedWithThePublicKey(published));
        }
        if (subject.isHere()) {
            forged.put("that has expired", subject.issuer().expiredToken(collars.own()));
            forged.put("for another audience", subject.issuer().tokenForAnotherAudience(collars.own()));
        }
        for (Map.Entry<String, String> token : forged.entrySet()) {
            subject.sensitive().add("forged token", token.getValue());
            ApiAnswer answer = subject.api().getWithToken(COLLARS, token.getValue());
            if (answer.status() != UNAUTHORIZED) {
                evidence.wrong("a token %s gets the answer %d".formatted(token.getKey(), answer.status()));
            }
        }
        evidence.saw("401 for %d kinds of tokens: %s".formatted(forged.size(), String.join(", ", forged.keySet())));
        if (!subject.isHere()) {
            evidence.saw("expired tokens and those for another audience can only be made with the signing key");
        }
    }

    private void rotatesRefreshTokens(Evidence evidence) throws Exception {
        String first = refreshToken();
        ApiAnswer refreshed = post(REFRESH, "refresh_token", first);
        String second = refreshed.text("refresh_token");
        String access = refreshed.text("access_token");
        ApiAnswer used = subject.api().getWithToken(COLLARS, access);
        ApiAnswer again = post(REFRESH, "refresh_token", first);
        ApiAnswer after = subject.api().getWithToken(COLLARS, access);
        evidence.expect(
                refreshed.status() == OK && !second.isEmpty() && !second.equals(first),
                "a refresh returns another refresh token",
                "a refresh gets the answer %d%s"
                        .formatted(refreshed.status(), second.equals(first) ? " with the same token" : ""));
        evidence.expect(OK, used, "its access token is accepted");
        evidence.expect(UNAUTHORIZED, again, "the second use is refused");
        evidence.expect(UNAUTHORIZED, after, "and revokes all tokens of the sign-in");
    }

    private String refreshToken() throws Exception {
        if (subject.isHere()) {
            return subject.issuer().tokens(subject.collars().own()).tokens().refreshToken();
        }
        String code = UnmetException.required(
                subject.given().code(),
                "it needs the code of a sign-in link, which it uses up: set PETTY_READINESS_CODE or --code-file");
        ApiAnswer signedIn = post("/v1/tokens", "code", code);
        String token = signedIn.text("refresh_token");
        if (token.isEmpty()) {
            throw new UnmetException("the given sign-in code is no longer valid (%d)".formatted(signedIn.status()));
        }
        return token;
    }

    /** Posts a credential, and remembers the tokens in the answer as sensitive. */
    private ApiAnswer post(String path, String member, String credential) throws Exception {
        ApiAnswer answer = subject.api().post(path, JSON.writeValueAsString(Map.of(member, credential)));
        subject.sensitive().add("access token", answer.text("access_token"));
        subject.sensitive().add("refresh token", answer.text("refresh_token"));
        return answer;
    }

    private void revokesAtOnce(Evidence evidence) throws Exception {
        IssuedTokens issued = subject.issuer().tokens(subject.collars().own());
        String token = issued.tokens().accessToken();
        evidence.expect(OK, subject.api().getWithToken(COLLARS, token), "200 before");
        subject.issuer().revokeFamily(issued.family());
        evidence.expect(UNAUTHORIZED, subject.api().getWithToken(COLLARS, token), "401 right after it is revoked");
        ApiAnswer refreshed = post(REFRESH, "refresh_token", issued.tokens().refreshToken());
        evidence.expect(UNAUTHORIZED, refreshed, "401 for its refresh token");
    }

    private void publishesKeys(Evidence evidence) throws Exception {
        ApiAnswer answer = subject.api().get(JWKS);
        JsonNode keys = answer.json().path("keys");
        evidence.expect(
                answer.status() == OK && keys.size() > 0,
                "%d keys are published".formatted(keys.size()),
                "%s gets the answer %d with %d keys".formatted(JWKS, answer.status(), keys.size()));
        for (JsonNode key : keys.values()) {
            for (String secret : List.of("d", "p", "q", "dp", "dq", "qi", "k")) {
                if (key.has(secret)) {
                    evidence.wrong("a published key has the private member '%s'".formatted(secret));
                }
            }
            if (!key.path("kty").asString("").equals("RSA")
                    || bits(key) < LEAST_BITS
                    || !key.path("alg").asString("").equals("RS256")) {
                evidence.wrong("a published key isn't an RSA key for RS256 of %d bits or more".formatted(LEAST_BITS));
            }
        }
        if (!subject.isHere() && subject.given().token() == null) {
            evidence.saw("no token was given, so none was verified");
            return;
        }
        AccessToken token = new AccessToken(subject.token());
        JsonNode own = publishedKey(token);
        evidence.expect(
                !own.isMissingNode() && token.isSignedBy(own),
                "the key that a token names verifies it",
                own.isMissingNode()
                        ? "a token names a key that isn't published"
                        : "the key that a token names doesn't verify it");
    }

    private static int bits(JsonNode jwk) {
        try {
            return AccessToken.publicKey(jwk).getModulus().bitLength();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return 0;
        }
    }

    /** Returns the key that a token names, or a missing node if it isn't published. */
    private JsonNode publishedKey(AccessToken token) throws Exception {
        for (JsonNode key : subject.api().get(JWKS).json().path("keys").values()) {
            if (key.path("kid").asString("").equals(token.kid())) {
                return key;
            }
        }
        return MissingNode.getInstance();
    }
}
