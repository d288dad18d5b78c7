package io.petty.access;

import io.petty.access.InvalidCredentialException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Tokens that must be refused, each made from a valid token and the real signing key. */
public final class ForgedTokens {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final String good;
    private final SigningKey key;
    private final long issued;
    private final RSAPrivateCrtKey stranger = RsaKeys.STRANGER.key();
    private final List<Forged> all = new ArrayList<>();

    /**
     * A token that must be refused.
     *
     * @param what the defect
     */
    public record Forged(String what, String token, Reason reason) {
        @Override
        public String toString() {
            return what;
        }
    }

    private ForgedTokens(String good, SigningKeys keys) {
        this.good = good;
        key = keys.signing();
        issued = Long.parseLong(claim(good, "iat"));
    }

    /**
     * Returns all forged tokens.
     *
     * @param good a valid token
     * @param keys the keys that signed it
     */
    static List<Forged> all(String good, SigningKeys keys) {
        ForgedTokens tokens = new ForgedTokens(good, keys);
        tokens.addTimes();
        tokens.addTypes();
        tokens.all.addAll(of(good, keys));
        return List.copyOf(tokens.all);
    }

    /**
     * Returns the forged tokens except those that differ from a valid token only in a time or in the type of a claim.
     */
    public static List<Forged> of(String good, SigningKeys keys) {
        ForgedTokens tokens = new ForgedTokens(good, keys);
        tokens.addAlgorithms();
        tokens.addKeys();
        tokens.addClaims();
        tokens.addSignatures();
        tokens.addHeaders();
        tokens.addForms();
        return List.copyOf(tokens.all);
    }

    /** Returns a claim of a token. */
    public static String claim(String token, String name) {
        return String.valueOf(object(token, 1).get(name));
    }

    private void addAlgorithms() {
        for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
            add(
                    "algorithm '" + none + "', unsigned",
                    part(header("alg", none)) + "." + payload() + ".",
                    Reason.ALGORITHM);
        }
        add(
                "algorithm none, signature kept",
                part(header("alg", "none")) + "." + payload() + "." + signature(),
                Reason.ALGORITHM);
        add("no algorithm", rsaSigned(header("alg", null), claims()), Reason.ALGORITHM);
        byte[] der = key.publicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PUBLIC KEY-----\n";
        add("HS256 with the public key", hmacSigned(der), Reason.ALGORITHM);
        add(
                "HS256 with the public key's PEM text",
                hmacSigned(pem.getBytes(StandardCharsets.US_ASCII)),
                Reason.ALGORITHM);
        add("RS384", signed(header("alg", "RS384"), claims(), "SHA384withRSA", key.privateKey()), Reason.ALGORITHM);
        add("RS512", signed(header("alg", "RS512"), claims(), "SHA512withRSA", key.privateKey()), Reason.ALGORITHM);
        add("PS256", signed(header("alg", "PS256"), claims(), "RSASSA-PSS", key.privateKey()), Reason.ALGORITHM);
        add(
                "RS256 in the header, RS512 signature",
                signed(header(), claims(), "SHA512withRSA", key.privateKey()),
                Reason.SIGNATURE);
        add(
                "RS256 in the header, PS256 signature",
                signed(header(), claims(), "RSASSA-PSS", key.privateKey()),
                Reason.SIGNATURE);
        PrivateKey ec = ec().getPrivate();
        add("ES256", signed(header("alg", "ES256"), claims(), "SHA256withECDSAinP1363Format", ec), Reason.ALGORITHM);
        add(
                "RS256 in the header, ECDSA signature",
                signed(header(), claims(), "SHA256withECDSA", ec),
                Reason.SIGNATURE);
    }

    private void addKeys() {
        add("another key", signed(header(), claims(), "SHA256withRSA", stranger), Reason.SIGNATURE);
        add("a key of 1024 bits", signed(header(), claims(), "SHA256withRSA", RsaKeys.SHORT.key()), Reason.SIGNATURE);
        add("a key of 3072 bits", signed(header(), claims(), "SHA256withRSA", RsaKeys.LONG.key()), Reason.SIGNATURE);
        add("unknown kid", rsaSigned(header("kid", "nobody"), claims()), Reason.UNKNOWN_SIGNING_KEY);
        add(
                "kid with a file path",
                rsaSigned(header("kid", "../../../../dev/null"), claims()),
                Reason.UNKNOWN_SIGNING_KEY);
        add("kid with SQL", rsaSigned(header("kid", "' or '1'='1"), claims()), Reason.UNKNOWN_SIGNING_KEY);
        add(
                "kid in a different case",
                rsaSigned(header("kid", key.kid().toLowerCase(Locale.ROOT)), claims()),
                Reason.UNKNOWN_SIGNING_KEY);
        add("no kid", rsaSigned(header("kid", null), claims()), Reason.UNKNOWN_SIGNING_KEY);
        add("a number as kid", rsaSigned(header("kid", 1), claims()), Reason.UNKNOWN_SIGNING_KEY);
        Map<String, Object> jwk = Map.of(
                "kty", "RSA",
                "n", BASE64.encodeToString(stranger.getModulus().toByteArray()),
                "e", "AQAB");
        add(
                "an embedded key in the header",
                signed(header("jwk", jwk), claims(), "SHA256withRSA", stranger),
                Reason.MALFORMED);
        for (String name : List.of("jku", "x5u")) {
            add(
                    "a key URL as " + name,
                    signed(header(name, "http://127.0.0.1:1/keys"), claims(), "SHA256withRSA", stranger),
                    Reason.MALFORMED);
        }
    }

    private void addClaims() {
        add("no exp", rsaSigned(header(), claims("exp", null)), Reason.MALFORMED);
        add("exp as text", rsaSigned(header(), claims("exp", "tomorrow")), Reason.MALFORMED);
        add("exp long past", rsaSigned(header(), shifted(-3600)), Reason.EXPIRED);
        add("nbf in the future", rsaSigned(header(), claims("nbf", issued + 600)), Reason.NOT_YET_VALID);
        add("no nbf", rsaSigned(header(), claims("nbf", null)), Reason.MALFORMED);
        add("no iat", rsaSigned(header(), claims("iat", null)), Reason.MALFORMED);
        add("a life of years", rsaSigned(header(), claims("exp", issued + 100_000_000)), Reason.MALFORMED);
        add("exp at the maximum number", rsaSigned(header(), claims("exp", Long.MAX_VALUE)), Reason.EXPIRED);
        add("another issuer", rsaSigned(header(), claims("iss", "https://elsewhere.example")), Reason.ISSUER);
        add("no issuer", rsaSigned(header(), claims("iss", null)), Reason.ISSUER);
        add("another audience", rsaSigned(header(), claims("aud", List.of("elsewhere"))), Reason.AUDIENCE);
        add(
                "an additional audience",
                rsaSigned(header(), claims("aud", List.of("elsewhere", "petty-api"))),
                Reason.AUDIENCE);
        add("no audience", rsaSigned(header(), claims("aud", null)), Reason.AUDIENCE);
        for (String name : List.of("sub", "jti", "family", "scope", "collars")) {
            add("no " + name, rsaSigned(header(), claims(name, null)), Reason.MALFORMED);
        }
        add("an unknown permission", rsaSigned(header(), claims("scope", "timelines:write")), Reason.MALFORMED);
        add("collars as text", rsaSigned(header(), claims("collars", "LUNA-01")), Reason.MALFORMED);
        add("a number as collar", rsaSigned(header(), claims("collars", List.of(1))), Reason.MALFORMED);
        add("a pattern as collar", rsaSigned(header(), claims("collars", List.of("*"))), Reason.MALFORMED);
        add(
                "an additional collar with the old signature",
                goodPart(0) + "." + part(claims("collars", List.of("LUNA-01", "REX-99"))) + "." + signature(),
                Reason.SIGNATURE);
    }

    /** Adds times that are in the future, and times that Petty never writes. */
    private void addTimes() {
        long expires = Long.parseLong(claim(good, "exp"));
        add("iat an hour ahead", rsaSigned(header(), claims("iat", issued + 3600)), Reason.MALFORMED);
        Map<String, Object> aheadOfNbf = shifted(3600);
        aheadOfNbf.put("nbf", issued);
        add("iat and exp an hour ahead", rsaSigned(header(), aheadOfNbf), Reason.MALFORMED);
        add("all times an hour ahead", rsaSigned(header(), shifted(3600)), Reason.NOT_YET_VALID);
        add("all times just beyond the skew", rsaSigned(header(), shifted(31)), Reason.NOT_YET_VALID);
        add("iat within the skew, after nbf", rsaSigned(header(), claims("iat", issued + 1)), Reason.MALFORMED);
        add("nbf before iat", rsaSigned(header(), claims("nbf", issued - 1)), Reason.MALFORMED);
        add("exp at iat", rsaSigned(header(), claims("exp", issued)), Reason.MALFORMED);
        add("exp before iat", rsaSigned(header(), claims("exp", issued - 1)), Reason.MALFORMED);
        add("a second more than the maximum life", rsaSigned(header(), claims("exp", expires + 1)), Reason.MALFORMED);
        // Converted to milliseconds, the times overflow by a multiple of 2^64, which results in the valid times.
        add("all times in milliseconds that overflow", rsaSigned(header(), shifted(1L << 61)), Reason.NOT_YET_VALID);
        Map<String, Object> before1970 = claims("iat", -1);
        before1970.put("nbf", -1);
        add("iat before 1970", rsaSigned(header(), before1970), Reason.MALFORMED);
        Map<String, Object> longAgo = claims("iat", Long.MIN_VALUE);
        longAgo.put("nbf", Long.MIN_VALUE);
        add("iat at the minimum number", rsaSigned(header(), longAgo), Reason.MALFORMED);
    }

    /** Adds the same values with other types, and values that Petty never writes. */
    private void addTypes() {
        for (String name : List.of("iat", "nbf", "exp")) {
            long seconds = Long.parseLong(claim(good, name));
            for (Object value : List.of(
                    String.valueOf(seconds),
                    Instant.ofEpochSecond(seconds).toString(),
                    seconds + 0.0,
                    BigInteger.ONE.shiftLeft(64).add(BigInteger.valueOf(seconds)),
                    List.of(seconds))) {
                add("%s as %s".formatted(name, value), rsaSigned(header(), claims(name, value)), Reason.MALFORMED);
            }
        }
        add("an audience outside a list", rsaSigned(header(), claims("aud", "petty-api")), Reason.AUDIENCE);
        add(
                "the audience twice",
                rsaSigned(header(), claims("aud", List.of("petty-api", "petty-api"))),
                Reason.AUDIENCE);
        for (String name : List.of("sub", "jti", "family")) {
            String id = claim(good, name);
            add(
                    "a capital in %s".formatted(name),
                    rsaSigned(header(), claims(name, "A" + id.substring(1))),
                    Reason.MALFORMED);
            add("a short %s".formatted(name), rsaSigned(header(), claims(name, id.substring(1))), Reason.MALFORMED);
            add("a number as %s".formatted(name), rsaSigned(header(), claims(name, 1)), Reason.MALFORMED);
            add("a list as %s".formatted(name), rsaSigned(header(), claims(name, List.of(id))), Reason.MALFORMED);
        }
        add("a number as issuer", rsaSigned(header(), claims("iss", 1)), Reason.MALFORMED);
        add("all collars", rsaSigned(header(), allCollars()), Reason.MALFORMED);
        add(
                "a permission twice",
                rsaSigned(header(), claims("scope", "timelines:read timelines:read")),
                Reason.MALFORMED);
        add("permissions as a list", rsaSigned(header(), claims("scope", List.of("timelines:read"))), Reason.MALFORMED);
        add(
                "two spaces in the scope",
                rsaSigned(header(), claims("scope", "timelines:read  status:read")),
                Reason.MALFORMED);
        add("a collar twice", rsaSigned(header(), claims("collars", List.of("LUNA-01", "LUNA-01"))), Reason.MALFORMED);
        add(
                "collars out of order",
                rsaSigned(header(), claims("collars", List.of("REX-99", "LUNA-01"))),
                Reason.MALFORMED);
        add(
                "a list among collars",
                rsaSigned(header(), claims("collars", List.of(List.of("LUNA-01")))),
                Reason.MALFORMED);
        add("an additional claim", rsaSigned(header(), claims("admin", true)), Reason.MALFORMED);
    }

    private Map<String, Object> allCollars() {
        Map<String, Object> claims = claims("scope", "timelines:read-all");
        claims.put("collars", List.of());
        return claims;
    }

    private void addSignatures() {
        byte[] bytes = Base64.getUrlDecoder().decode(signature());
        add("a signature cut short", withSignature(Arrays.copyOf(bytes, bytes.length - 1)), Reason.SIGNATURE);
        add("half a signature", withSignature(Arrays.copyOf(bytes, bytes.length / 2)), Reason.SIGNATURE);
        add("a zero after the signature", withSignature(Arrays.copyOf(bytes, bytes.length + 1)), Reason.SIGNATURE);
        byte[] padded = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, padded, 1, bytes.length);
        add("a zero before the signature", withSignature(padded), Reason.SIGNATURE);
        add("a signature of zeros", withSignature(new byte[bytes.length]), Reason.SIGNATURE);
        byte[] flipped = bytes.clone();
        flipped[flipped.length / 2] ^= 1;
        add("one bit of the signature changed", withSignature(flipped), Reason.SIGNATURE);
        byte[] turned = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            turned[i] = bytes[bytes.length - 1 - i];
        }
        add("the signature's bytes reversed", withSignature(turned), Reason.SIGNATURE);
        BigInteger number = new BigInteger(1, bytes).add(key.publicKey().getModulus());
        add("the signature plus the modulus", withSignature(number.toByteArray()), Reason.SIGNATURE);
        add(
                "the signature of another token",
                goodPart(0) + "." + payload() + "."
                        + rsaSigned(header(), claims("jti", "0")).replaceAll(".*\\.", ""),
                Reason.SIGNATURE);
    }

    private void addHeaders() {
        add("type JWT", rsaSigned(header("typ", "JWT"), claims()), Reason.TYPE);
        add("no type", rsaSigned(header("typ", null), claims()), Reason.TYPE);
        add("crit", rsaSigned(header("crit", List.of("exp")), claims()), Reason.MALFORMED);
        add("b64", rsaSigned(header("b64", false), claims()), Reason.MALFORMED);
        add("x5c", rsaSigned(header("x5c", List.of("AAAA")), claims()), Reason.MALFORMED);
        add(
                "compressed",
                signed(
                        BASE64.encodeToString(json(header("zip", "DEF"))),
                        BASE64.encodeToString(compressed(json(claims()))),
                        "SHA256withRSA",
                        key.privateKey()),
                Reason.MALFORMED);
        String twice = "{\"alg\":\"none\",\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}".formatted(key.kid());
        add("two algorithms", textSigned(twice, new String(json(claims()), StandardCharsets.UTF_8)), Reason.MALFORMED);
        String claims = new String(json(claims()), StandardCharsets.UTF_8);
        add(
                "two expirations",
                textSigned(
                        new String(json(header()), StandardCharsets.UTF_8),
                        "{\"exp\":%d,%s".formatted(issued + 60, claims.substring(1))),
                Reason.MALFORMED);
        add(
                "text after the header",
                textSigned(new String(json(header()), StandardCharsets.UTF_8) + "{}", claims),
                Reason.MALFORMED);
        add("an array as header", textSigned("[]", claims), Reason.MALFORMED);
        add("null as header", textSigned("null", claims), Reason.MALFORMED);
        add("a deeply nested header", textSigned("{\"alg\":" + "[".repeat(2000), claims), Reason.MALFORMED);
        add(
                "a string as claims",
                textSigned(new String(json(header()), StandardCharsets.UTF_8), "\"hello\""),
                Reason.MALFORMED);
        add("no claims", textSigned(new String(json(header()), StandardCharsets.UTF_8), ""), Reason.MALFORMED);
    }

    private void addForms() {
        add("nothing", "", Reason.MALFORMED);
        add("only dots", "..", Reason.MALFORMED);
        add("no signature", goodPart(0) + "." + payload() + ".", Reason.MALFORMED);
        add("two parts", goodPart(0) + "." + payload(), Reason.MALFORMED);
        add("four parts", good + ".", Reason.MALFORMED);
        add("five parts, as if encrypted", good + ".AAAA.AAAA", Reason.MALFORMED);
        add("padded base64", good + "==", Reason.MALFORMED);
        add(
                "base64 with the standard alphabet",
                goodPart(0) + "." + payload() + "."
                        + signature().replace('-', '+').replace('_', '/').replaceFirst("^.", "+"),
                Reason.MALFORMED);
        // The last of 342 characters has only four significant bits, so other characters decode to the same bytes.
        int last = ALPHABET.indexOf(good.charAt(good.length() - 1));
        add(
                "a different base64 encoding of the same bytes",
                good.substring(0, good.length() - 1) + ALPHABET.charAt(last + 1),
                Reason.MALFORMED);
        add("a space inside the token", goodPart(0) + ". " + payload() + "." + signature(), Reason.MALFORMED);
        add("a line break after the token", good + "\n", Reason.MALFORMED);
        add("a lookalike letter", good.replaceFirst("e", "\u0435"), Reason.MALFORMED);
        add("a token over the length limit", rsaSigned(header(), claims("more", "x".repeat(10_000))), Reason.MALFORMED);
    }

    private void add(String what, String token, Reason reason) {
        all.add(new Forged(what, token, reason));
    }

    private String goodPart(int index) {
        return parts(good).get(index);
    }

    private String payload() {
        return goodPart(1);
    }

    private String signature() {
        return goodPart(2);
    }

    private Map<String, Object> header() {
        return object(good, 0);
    }

    private Map<String, Object> header(String name, @Nullable Object value) {
        return with(header(), name, value);
    }

    private Map<String, Object> claims() {
        return object(good, 1);
    }

    private Map<String, Object> claims(String name, @Nullable Object value) {
        return with(claims(), name, value);
    }

    /** Returns the claims with all times shifted. */
    private Map<String, Object> shifted(long seconds) {
        Map<String, Object> claims = claims();
        for (String name : List.of("iat", "nbf", "exp")) {
            claims.put(name, Long.parseLong(claim(good, name)) + seconds);
        }
        return claims;
    }

    private static Map<String, Object> with(Map<String, Object> object, String name, @Nullable Object value) {
        if (value == null) {
            object.remove(name);
        } else {
            object.put(name, value);
        }
        return object;
    }

    private String withSignature(byte[] signature) {
        return goodPart(0) + "." + payload() + "." + BASE64.encodeToString(signature);
    }

    private String rsaSigned(Map<String, Object> header, Map<String, Object> claims) {
        return signed(header, claims, "SHA256withRSA", key.privateKey());
    }

    private String textSigned(String header, String claims) {
        return signed(
                BASE64.encodeToString(header.getBytes(StandardCharsets.UTF_8)),
                BASE64.encodeToString(claims.getBytes(StandardCharsets.UTF_8)),
                "SHA256withRSA",
                key.privateKey());
    }

    private static String signed(
            Map<String, Object> header, Map<String, Object> claims, String algorithm, PrivateKey key) {
        return signed(part(header), part(claims), algorithm, key);
    }

    private static String signed(String header, String claims, String algorithm, PrivateKey key) {
        String signed = header + "." + claims;
        try {
            Signature signature = Signature.getInstance(algorithm);
            if (algorithm.equals("RSASSA-PSS")) {
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String hmacSigned(byte[] secret) {
        String signed = part(header("alg", "HS256")) + "." + payload();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair ec() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] compressed(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String part(Map<String, Object> object) {
        return BASE64.encodeToString(json(object));
    }

    private static byte[] json(Map<String, Object> object) {
        return JSON.writeValueAsBytes(object);
    }

    private static Map<String, Object> object(String token, int part) {
        return JSON.readValue(Base64.getUrlDecoder().decode(parts(token).get(part)), OBJECT);
    }

    private static List<String> parts(String token) {
        return List.of(token.split("\\.", -1));
    }
}
