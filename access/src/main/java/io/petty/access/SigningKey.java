package io.petty.access;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs access tokens.
 *
 * @param kid the thumbprint of the public key, as RFC 7638 has it
 * @param signsFrom before this it is only published
 * @param verifiesUntil from then on its tokens don't count; null while no newer key follows
 */
record SigningKey(
        String kid,
        Instant created,
        Instant signsFrom,
        @Nullable Instant verifiesUntil,
        RSAPrivateCrtKey privateKey,
        RSAPublicKey publicKey) {
    private static final int BITS = 2048;

    /** Makes one, which takes from a tenth of a second to some seconds on a busy machine. */
    static SigningKey make(Instant now, Instant signsFrom) {
        AccessDatabase.requireNoTransaction("A signing key was to be made");
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return of((RSAPrivateCrtKey) generator.generateKeyPair().getPrivate(), now, signsFrom, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has RSA", e);
        }
    }

    private static SigningKey of(
            RSAPrivateCrtKey privateKey, Instant created, Instant signsFrom, @Nullable Instant verifiesUntil)
            throws GeneralSecurityException {
        RSAPublicKey publicKey = (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(privateKey.getModulus(), privateKey.getPublicExponent()));
        return new SigningKey(thumbprint(publicKey), created, signsFrom, verifiesUntil, privateKey, publicKey);
    }

    SigningKey from(Instant signsFrom) {
        return new SigningKey(kid, created, signsFrom, verifiesUntil, privateKey, publicKey);
    }

    SigningKey until(Instant verifiesUntil) {
        return new SigningKey(kid, created, signsFrom, verifiesUntil, privateKey, publicKey);
    }

    boolean verifies(Instant now) {
        return verifiesUntil == null || now.isBefore(verifiesUntil);
    }

    boolean signs(Instant now) {
        return !now.isBefore(signsFrom) && verifies(now);
    }

    /** As others find it in the set of published keys. */
    Map<String, Object> published() {
        return Map.of(
                "kty",
                "RSA",
                "use",
                "sig",
                "alg",
                "RS256",
                "kid",
                kid,
                "n",
                base64Url(publicKey.getModulus()),
                "e",
                base64Url(publicKey.getPublicExponent()));
    }

    Stored stored() {
        return new Stored(
                kid,
                created.toString(),
                signsFrom.toString(),
                verifiesUntil == null ? null : verifiesUntil.toString(),
                Base64.getEncoder().encodeToString(privateKey.getEncoded()));
    }

    /** What the store of secrets keeps of a key. */
    record Stored(
            String kid,
            String created,
            String signsFrom,
            @Nullable String verifiesUntil,
            String privateKey) {
        /** @throws IllegalArgumentException when it is no such key; the message tells nothing of it */
        SigningKey key() {
            try {
                RSAPrivateCrtKey key = (RSAPrivateCrtKey) KeyFactory.getInstance("RSA")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(privateKey)));
                SigningKey signing = of(
                        key,
                        Instant.parse(created),
                        Instant.parse(signsFrom),
                        verifiesUntil == null ? null : Instant.parse(verifiesUntil));
                if (signing.kid.equals(kid) && key.getModulus().bitLength() >= BITS) {
                    return signing;
                }
            } catch (GeneralSecurityException | RuntimeException e) {
                throw new IllegalArgumentException("no RSA key that can sign");
            }
            throw new IllegalArgumentException("no RSA key of its kid and of %d bits at least".formatted(BITS));
        }

        @Override
        public String toString() {
            return "Stored[kid=" + kid + "]";
        }
    }

    private static String thumbprint(RSAPublicKey key) {
        String json = "{\"e\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\"}"
                .formatted(base64Url(key.getPublicExponent()), base64Url(key.getModulus()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(DigestUtils.sha256(json));
    }

    private static String base64Url(BigInteger number) {
        byte[] bytes = number.toByteArray();
        // Java puts a zero before a number whose first bit is set, to tell that it is positive.
        int from = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        byte[] unsigned = Arrays.copyOfRange(bytes, from, bytes.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
    }

    /** Not the key. */
    @Override
    public String toString() {
        return "SigningKey[kid=" + kid + "]";
    }
}
