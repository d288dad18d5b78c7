package io.petty.access;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.InvalidClaimException;
import io.jsonwebtoken.Jws;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.PrematureJwtException;
import io.jsonwebtoken.ProtectedHeader;
import io.jsonwebtoken.security.SignatureException;
import io.petty.access.InvalidCredentialException.Reason;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Creates and verifies access tokens. Nothing in a token is trusted before all checks have passed. */
final class AccessTokens {
    static final int MOST_CHARACTERS = 8192;
    private static final String TYPE = "at+jwt";
    private static final String ALGORITHM = "RS256";
    private static final Set<String> HEADER = Set.of("alg", "typ", "kid");
    private static final Set<String> CLAIMS =
            Set.of("iss", "aud", "sub", "iat", "nbf", "exp", "jti", "family", "scope", "collars");
    private static final int PARTS = 3;

    private final AccessSettings settings;
    private final Clock clock;
    private final JwtParser parser;
    private final JwtJson.Writing writing = new JwtJson.Writing();

    record Made(String text, Instant expiresAt) {}

    /** The content of a token whose signature and claims are valid. */
    record Verified(String id, String kid, String family, Principal principal) {}

    AccessTokens(AccessSettings settings, SigningKeys keys, Clock clock) {
        this(settings, kid -> keys.verifying(kid).map(SigningKey::publicKey), clock);
    }

    /** @param keys finds the public key of a {@code kid}; empty if the key is unknown or no longer valid */
    AccessTokens(AccessSettings settings, Function<String, Optional<RSAPublicKey>> keys, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        parser = Jwts.parser()
                .json(new JwtJson.Reading())
                .sig()
                .clear()
                .add(Jwts.SIG.RS256)
                .and()
                .enc()
                .clear()
                .and()
                .key()
                .clear()
                .and()
                .zip()
                .clear()
                .and()
                .keyLocator(header -> header instanceof ProtectedHeader signed
                        ? keys.apply(signed.getKeyId()).orElse(null)
                        : null)
                .requireIssuer(settings.issuer())
                .requireAudience(settings.audience())
                .clock(() -> Date.from(clock.instant()))
                .clockSkewSeconds(settings.clockSkew().toSeconds())
                .build();
    }

    /** Creates and signs a token. Must be called outside a transaction, since a signature takes milliseconds. */
    Made make(TokenFamily family, SigningKey key) {
        AccessDatabase.requireNoTransaction("An access token was to be signed");
        // Times in tokens are in whole seconds.
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expires = now.plus(settings.accessTokenLife());
        String text = Jwts.builder()
                .json(writing)
                .header()
                .type(TYPE)
                .keyId(key.kid())
                .and()
                .issuer(settings.issuer())
                .audience()
                .add(settings.audience())
                .and()
                .subject(family.userKey())
                .issuedAt(Date.from(now))
                .notBefore(Date.from(now))
                .expiration(Date.from(expires))
                .id(OpaqueText.id())
                .claim("family", family.id())
                .claim("scope", Permission.scope(family.permissions()))
                .claim("collars", List.copyOf(new TreeSet<>(family.collars())))
                .signWith(key.privateKey(), Jwts.SIG.RS256)
                .compact();
        return new Made(text, expires);
    }

    /** Checks the form and the header of a token, and returns the id of the key that the header names. */
    static String kid(String token) throws InvalidCredentialException {
        String[] parts = token.split("\\.", -1);
        require(parts.length == PARTS);
        Map<String, Object> header = object(canonical(parts[0]));
        if (!ALGORITHM.equals(header.get("alg"))) {
            throw new InvalidCredentialException(Reason.ALGORITHM);
        }
        if (!TYPE.equals(header.get("typ"))) {
            throw new InvalidCredentialException(Reason.TYPE);
        }
        // Refuses headers with keys, key URLs, compression or critical extensions.
        require(HEADER.containsAll(header.keySet()));
        canonical(parts[1]);
        canonical(parts[2]);
        if (header.get("kid") instanceof String kid) {
            return kid;
        }
        throw new InvalidCredentialException(Reason.UNKNOWN_SIGNING_KEY);
    }

    private static Map<String, Object> object(byte[] bytes) throws InvalidCredentialException {
        try {
            Map<String, Object> object = JwtJson.MAPPER.readValue(bytes, JwtJson.OBJECT);
            require(object != null);
            return object;
        } catch (JacksonException e) {
            throw new InvalidCredentialException(Reason.MALFORMED);
        }
    }

    /** Decodes base64url, and refuses other encodings of the same bytes. */
    private static byte[] canonical(String part) throws InvalidCredentialException {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            require(Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(bytes)
                    .equals(part));
            return bytes;
        } catch (IllegalArgumentException e) {
            throw new InvalidCredentialException(Reason.MALFORMED);
        }
    }

    /**
     * Checks the signature and the claims of a token.
     *
     * @param kid the result of {@link #kid}, which has checked the token's form
     */
    Verified verify(String token, String kid) throws InvalidCredentialException {
        signed(token);
        try {
            // jjwt converts values, such as a string to a date. The types are therefore checked in the unconverted
            // claims.
            return verified(object(canonical(token.split("\\.", -1)[1])), kid);
        } catch (IllegalArgumentException e) {
            throw new InvalidCredentialException(Reason.MALFORMED);
        }
    }

    /** Checks the signature, the times, the issuer and the audience. */
    Jws<?> signed(String token) throws InvalidCredentialException {
        try {
            return (Jws<?>) parser.parse(token);
        } catch (JwtException | IllegalArgumentException | ClassCastException e) {
            throw new InvalidCredentialException(reason(e));
        }
    }

    /** Refuses claims that {@link #make} never writes, even if the signature is valid. */
    private Verified verified(Map<String, Object> claims, String kid) throws InvalidCredentialException {
        if (!List.of(settings.audience()).equals(claims.get(Claims.AUDIENCE))) {
            throw new InvalidCredentialException(Reason.AUDIENCE);
        }
        long issued = seconds(claims, Claims.ISSUED_AT);
        long expires = seconds(claims, Claims.EXPIRATION);
        require(seconds(claims, Claims.NOT_BEFORE) == issued
                && issued < expires
                && expires - issued <= settings.accessTokenLife().toSeconds());
        // jjwt checks neither iat nor times whose milliseconds overflow.
        if (issued > clock.instant().plus(settings.clockSkew()).getEpochSecond()) {
            throw new InvalidCredentialException(Reason.NOT_YET_VALID);
        }
        require(claims.keySet().equals(CLAIMS) && OpaqueText.isId(text(claims, Claims.SUBJECT)));
        String family = text(claims, "family");
        String id = text(claims, Claims.ID);
        require(OpaqueText.isId(family) && OpaqueText.isId(id));
        Grant grant = new Grant(collars(claims.get("collars")), permissions(text(claims, "scope")));
        return new Verified(
                id,
                kid,
                family,
                new Principal("token:" + family, grant.collars(), grant.permissions(), Instant.ofEpochSecond(expires)));
    }

    private static void require(boolean asWritten) throws InvalidCredentialException {
        if (!asWritten) {
            throw new InvalidCredentialException(Reason.MALFORMED);
        }
    }

    /** Returns a time, in whole seconds since 1970. */
    private static long seconds(Map<String, Object> claims, String name) throws InvalidCredentialException {
        Object value = claims.get(name);
        // Numbers of other types have a fraction or are too large.
        long seconds = value instanceof Integer small ? small : value instanceof Long large ? large : -1;
        require(seconds >= 0);
        return seconds;
    }

    private static String text(Map<String, Object> claims, String name) throws InvalidCredentialException {
        if (claims.get(name) instanceof String text) {
            return text;
        }
        throw new InvalidCredentialException(Reason.MALFORMED);
    }

    private static Set<Permission> permissions(String scope) throws InvalidCredentialException {
        Set<Permission> permissions = Permission.ofScope(scope);
        require(!permissions.contains(Permission.TIMELINES_READ_ALL)
                && Permission.scope(permissions).equals(scope));
        return permissions;
    }

    private static Set<String> collars(@Nullable Object claim) throws InvalidCredentialException {
        Set<String> collars = new TreeSet<>();
        if (claim instanceof List<?> list) {
            for (Object one : list) {
                require(one instanceof String);
                collars.add((String) one);
            }
            require(List.copyOf(collars).equals(list));
            return collars;
        }
        throw new InvalidCredentialException(Reason.MALFORMED);
    }

    private static Reason reason(RuntimeException e) {
        if (e instanceof SignatureException) {
            return Reason.SIGNATURE;
        }
        if (e instanceof ExpiredJwtException) {
            return Reason.EXPIRED;
        }
        if (e instanceof PrematureJwtException) {
            return Reason.NOT_YET_VALID;
        }
        if (e instanceof InvalidClaimException claim) {
            return claim.getClaimName().equals(Claims.ISSUER)
                    ? Reason.ISSUER
                    : claim.getClaimName().equals(Claims.AUDIENCE) ? Reason.AUDIENCE : Reason.MALFORMED;
        }
        return Reason.MALFORMED;
    }
}
