package io.petty.readiness;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** A parsed access token, from which the checks make forged ones. */
final class AccessToken {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int PARTS = 3;

    private final String text;
    private final String[] parts;
    private final ObjectNode header;
    private final ObjectNode claims;

    /** @throws UnmetException if it isn't a JSON Web Token of three parts */
    AccessToken(String text) throws UnmetException {
        this.text = text;
        parts = text.split("\\.", -1);
        if (parts.length != PARTS
                || !(json(parts[0]) instanceof ObjectNode first)
                || !(json(parts[1]) instanceof ObjectNode second)) {
            throw new UnmetException("the given token isn't a signed JSON Web Token");
        }
        header = first;
        claims = second;
    }

    private static JsonNode json(String part) {
        try {
            return JSON.readTree(decoded(part));
        } catch (JacksonException | IllegalArgumentException e) {
            return MissingNode.getInstance();
        }
    }

    private static byte[] decoded(String part) {
        return Base64.getUrlDecoder().decode(part);
    }

    private static String encoded(JsonNode json) {
        return ENCODER.encodeToString(JSON.writeValueAsBytes(json));
    }

    String kid() {
        return header.path("kid").asString("");
    }

    /** Returns the token without a signature, with an algorithm that needs none. */
    String unsigned() {
        return encoded(header.deepCopy().put("alg", "none")) + "." + parts[1] + ".";
    }

    /** Returns the token signed with the public key as a shared secret, which a careless verifier accepts. */
    String signedWithThePublicKey(JsonNode jwk) throws GeneralSecurityException {
        String content = encoded(header.deepCopy().put("alg", "HS256")) + "." + parts[1];
        byte[] secret = publicKey(jwk).getEncoded();
        return content + "." + ENCODER.encodeToString(new HmacUtils(HmacAlgorithms.HMAC_SHA_256, secret).hmac(content));
    }

    /** Returns the token changed to another collar, but with the original signature. */
    String widened(String collar) {
        ObjectNode other = claims.deepCopy();
        other.putArray("collars").add(collar);
        return parts[0] + "." + encoded(other) + "." + parts[2];
    }

    /** Returns the token changed to a longer life, but with the original signature. */
    String prolonged() {
        ObjectNode other = claims.deepCopy();
        other.put("exp", claims.path("exp").asLong(0) + 1_000_000);
        return parts[0] + "." + encoded(other) + "." + parts[2];
    }

    /** Returns the token with one bit of its signature changed. */
    String damaged() {
        byte[] signature = decoded(parts[2]);
        signature[signature.length / 2] ^= 1;
        return parts[0] + "." + parts[1] + "." + ENCODER.encodeToString(signature);
    }

    /** Returns the token without its signature. */
    String cut() {
        return parts[0] + "." + parts[1] + ".";
    }

    /** Returns whether a published key verifies the token. */
    boolean isSignedBy(JsonNode jwk) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(publicKey(jwk));
        signature.update(text.substring(0, text.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(decoded(parts[2]));
    }

    static RSAPublicKey publicKey(JsonNode jwk) throws GeneralSecurityException {
        RSAPublicKeySpec numbers = new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e"));
        return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(numbers);
    }

    private static BigInteger number(JsonNode jwk, String member) {
        return new BigInteger(1, decoded(jwk.path(member).asString("")));
    }
}
