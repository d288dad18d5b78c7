package io.petty.access;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.RsaPublicJwk;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs access tokens.
 *
 * @param kid the RFC 7638 thumbprint of the public key
 * @param signsFrom the time from which it signs; before that, it is only published
 * @param verifiesUntil the time from which its tokens are refused; null until a newer key follows
 */
record SigningKey(
        String kid,
        Instant created,
        Instant signsFrom,
        @Nullable Instant verifiesUntil,
        RSAPrivateCrtKey privateKey,
        RSAPublicKey publicKey) {
    private static final int BITS = 2048;

    /** Generates a key, which takes between a tenth of a second and a few seconds. */
    static SigningKey make(Instant now, Instant signsFrom) {
        AccessDatabase.requireNoTransaction("A signing key was to be generated");
        try {
            return of((RSAPrivateCrtKey) Jwts.SIG.RS256.keyPair().build().getPrivate(), now, signsFrom, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has RSA", e);
        }
    }

    private static SigningKey of(
            RSAPrivateCrtKey privateKey, Instant created, Instant signsFrom, @Nullable Instant verifiesUntil)
            throws GeneralSecurityException {
        RSAPublicKey publicKey = (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(privateKey.getModulus(), privateKey.getPublicExponent()));
        return new SigningKey(jwk(publicKey).getId(), created, signsFrom, verifiesUntil, privateKey, publicKey);
    }

    private static RsaPublicJwk jwk(RSAPublicKey publicKey) {
        return Jwks.builder()
                .key(publicKey)
                .idFromThumbprint()
                .algorithm("RS256")
                .publicKeyUse("sig")
                .build();
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

    /** Returns the public key as a JWK. */
    Map<String, Object> published() {
        return Map.copyOf(jwk(publicKey));
    }

    Stored stored() {
        return new Stored(
                kid, created, signsFrom, verifiesUntil, Base64.getEncoder().encodeToString(privateKey.getEncoded()));
    }

    /** A key in the form in which the store of secrets holds it. */
    record Stored(
            String kid,
            Instant created,
            Instant signsFrom,
            @Nullable Instant verifiesUntil,
            String privateKey) {
        /**
         * @throws IllegalArgumentException if the stored values don't form a valid key; the message contains no part of
         *     the key
         */
        SigningKey key() {
            try {
                RSAPrivateCrtKey key = (RSAPrivateCrtKey) KeyFactory.getInstance("RSA")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(privateKey)));
                SigningKey signing = of(key, created, signsFrom, verifiesUntil);
                if (signing.kid.equals(kid) && key.getModulus().bitLength() >= BITS) {
                    return signing;
                }
            } catch (GeneralSecurityException | RuntimeException e) {
                throw new IllegalArgumentException("not an RSA key that can sign");
            }
            throw new IllegalArgumentException("not an RSA key with this kid and at least %d bits".formatted(BITS));
        }

        /** Omits the private key. */
        @Override
        public String toString() {
            return "Stored[kid=" + kid + "]";
        }
    }

    /** Omits the private key. */
    @Override
    public String toString() {
        return "SigningKey[kid=" + kid + "]";
    }
}
