package io.petty.readiness;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An access token, taken apart and put together wrongly as somebody would who wants to get in. */
final class AccessToken {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int PARTS = 3;

    private final String text;
    private final String[] parts;
    private final ObjectNode header;
    private final ObjectNode claims;

    /** @throws UnmetException when it is no token of three parts */
    AccessToken(String text) throws UnmetException {
        this.text = text;
        parts = text.split("\\.", -1);
        try {
            if (parts.length == PARTS
                    && JSON.readTree(decoded(parts[0])) instanceof ObjectNode first
                    && JSON.readTree(decoded(parts[1])) instanceof ObjectNode second) {
                header = first;
                claims = second;
                return;
            }
        } catch (JacksonException | IllegalArgumentException e) {
            throw new UnmetException("the token that was given is no signed JSON Web Token");
        }
        throw new UnmetException("the token that was given is no signed JSON Web Token");
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

    /** Without a signature, and saying that it needs none. */
    String unsigned() {
        return encoded(header.deepCopy().put("alg", "none")) + "." + parts[1] + ".";
    }

    /** Signed with the public key as if it were a shared secret, which a careless verifier takes for right. */
    String signedWithThePublicKey(JsonNode jwk) throws GeneralSecurityException {
        String content = encoded(header.deepCopy().put("alg", "HS256")) + "." + parts[1];
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(publicKey(jwk).getEncoded(), "HmacSHA256"));
        return content + "." + ENCODER.encodeToString(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
    }

    /** For another collar, under the signature of the one it was given for. */
    String widened(String collar) {
        ObjectNode other = claims.deepCopy();
        other.putArray("collars").add(collar);
        return parts[0] + "." + encoded(other) + "." + parts[2];
    }

    /** For ever, under the signature of some minutes. */
    String prolonged() {
        ObjectNode other = claims.deepCopy();
        other.put("exp", claims.path("exp").asLong(0) + 1_000_000);
        return parts[0] + "." + encoded(other) + "." + parts[2];
    }

    /** With a bit of its signature turned. */
    String damaged() {
        byte[] signature = decoded(parts[2]);
        signature[signature.length / 2] ^= 1;
        return parts[0] + "." + parts[1] + "." + ENCODER.encodeToString(signature);
    }

    /** Without the signature alone. */
    String cut() {
        return parts[0] + "." + parts[1] + ".";
    }

    /** Whether a published key verifies it. */
    boolean isSignedBy(JsonNode jwk) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(publicKey(jwk));
        signature.update(text.substring(0, text.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(decoded(parts[2]));
    }

    static PublicKey publicKey(JsonNode jwk) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")));
    }

    private static BigInteger number(JsonNode jwk, String member) {
        return new BigInteger(1, decoded(jwk.path(member).asString("")));
    }
}
