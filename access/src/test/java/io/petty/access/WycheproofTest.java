package io.petty.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.process.HandClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Wycheproof's 318 test vectors of JSON Web Signatures with RSA keys: modified padding and signatures, other
 * algorithms, missing parts. None is an access token, since the payloads aren't claims and the headers have no type.
 * The signature check alone accepts the valid vectors.
 */
class WycheproofTest {
    private static final List<Vector> VECTORS = vectors();

    private static final Clock CLOCK = new HandClock(Instant.parse("2026-11-20T12:00:00Z"));

    /**
     * A test vector.
     *
     * @param key the JWK to verify it with
     */
    private record Vector(int id, JsonNode key, String jws, boolean valid) {
        /** Returns whether the JWK allows RS256 signatures, as all of Petty's keys do. */
        boolean isForRs256() {
            return key.path("alg").asString("").equals("RS256")
                    && key.path("use").asString("sig").equals("sig")
                    && (!key.has("key_ops") || key.path("key_ops").toString().contains("verify"));
        }

        /** Returns whether the header names RS256. */
        boolean saysRs256() {
            String header = jws.split("\\.", -1)[0];
            return new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8).contains("\"RS256\"");
        }
    }

    private static List<Vector> vectors() {
        List<Vector> vectors = new ArrayList<>();
        try (InputStream file = WycheproofTest.class.getResourceAsStream("wycheproof-jws-rsa.json")) {
            for (JsonNode group : new JsonMapper().readTree(file).path("groups")) {
                for (JsonNode test : group.path("tests")) {
                    vectors.add(new Vector(
                            test.path("id").asInt(),
                            group.path("key"),
                            test.path("jws").asString(),
                            test.path("valid").asBoolean()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return vectors;
    }

    @Test
    void acceptsExactlyTheValidRs256Signatures() {
        assertThat(VECTORS).hasSize(318);
        assertThat(accepted(Vector::isForRs256))
                .isEqualTo(ids(vector -> vector.valid() && vector.isForRs256()))
                .hasSize(8);
    }

    /** An RSA key could also verify other algorithms, but Petty uses it only for RS256. */
    @Test
    void acceptsNoOtherAlgorithmWithAnyKey() {
        Set<Integer> accepted = accepted(vector -> true);

        assertThat(VECTORS).filteredOn(vector -> accepted.contains(vector.id())).allMatch(Vector::saysRs256);
        // Three more vectors are accepted. Their JWKs restrict the use of the key, which Petty's keys never do.
        assertThat(accepted).containsAll(Set.of(332, 353, 355)).hasSize(8 + 3);
    }

    @Test
    void acceptsNoVectorAsAnAccessToken() {
        for (Vector vector : VECTORS) {
            AccessTokens tokens = tokens(vector);
            assertThat(succeeds(() -> tokens.verify(vector.jws(), AccessTokens.kid(vector.jws()))))
                    .as("vector %d", vector.id())
                    .isFalse();
            assertThat(succeeds(() ->
                            tokens.verify(vector.jws(), vector.key().path("kid").asString())))
                    .as("vector %d, without the check of its header", vector.id())
                    .isFalse();
        }
    }

    /** Returns the ids of the vectors whose signature is accepted. Only the given vectors' keys are known. */
    private static Set<Integer> accepted(Predicate<Vector> isKeyKnown) {
        return ids(vector ->
                isKeyKnown.test(vector) && succeeds(() -> tokens(vector).signed(vector.jws())));
    }

    private static Set<Integer> ids(Predicate<Vector> which) {
        return VECTORS.stream().filter(which).map(Vector::id).collect(Collectors.toSet());
    }

    private interface Step {
        void run() throws InvalidCredentialException;
    }

    private static boolean succeeds(Step step) {
        try {
            step.run();
            return true;
        } catch (InvalidCredentialException e) {
            return false;
        }
    }

    /** Returns a verifier with the key of a vector. */
    private static AccessTokens tokens(Vector vector) {
        String kid = vector.key().path("kid").asString();
        RSAPublicKey key = publicKey(vector.key());
        return new AccessTokens(
                AccessSettings.DEFAULTS, asked -> kid.equals(asked) ? Optional.of(key) : Optional.empty(), CLOCK);
    }

    private static RSAPublicKey publicKey(JsonNode jwk) {
        try {
            return (RSAPublicKey) KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BigInteger number(JsonNode jwk, String member) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.path(member).asString()));
    }
}
