package io.petty.access;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.Header;
import io.jsonwebtoken.InvalidClaimException;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.Locator;
import io.jsonwebtoken.PrematureJwtException;
import io.jsonwebtoken.ProtectedHeader;
import io.jsonwebtoken.security.SignatureException;
import io.petty.access.InvalidCredentialException.Reason;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Makes access tokens and reads them, trusting nothing in them before all is checked. */
final class AccessTokens {
    static final int MOST_CHARACTERS = 8192;
    private static final String TYPE = "at+jwt";
    private static final String ALGORITHM = "RS256";
    private static final Set<String> HEADER = Set.of("alg", "typ", "kid");
    private static final int PARTS = 3;

    private final AccessSettings settings;
    private final Clock clock;
    private final JwtParser parser;
    private final JwtJson.Writing writing = new JwtJson.Writing();

    /** A token that was made. */
    record Made(String text, String id, Instant expiresAt) {}

    /** What a token says whose signature, times, issuer and audience are right. */
    record Verified(String id, String kid, String family, Principal principal) {}

    AccessTokens(AccessSettings settings, SigningKeys keys, Clock clock) {
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
                .keyLocator(new KnownKeys(keys))
                .requireIssuer(settings.issuer())
                .requireAudience(settings.audience())
                .clock(() -> Date.from(clock.instant()))
                .clockSkewSeconds(settings.clockSkew().toSeconds())
                .build();
    }

    private record KnownKeys(SigningKeys keys) implements Locator<Key> {
        @Override
        public @Nullable Key locate(Header header) {
            return header instanceof ProtectedHeader signed
                    ? keys.verifying(signed.getKeyId())
                            .map(SigningKey::publicKey)
                            .orElse(null)
                    : null;
        }
    }

    /** Makes and signs a token, which takes long enough for others not to wait in a transaction for it. */
    Made make(TokenFamily family, SigningKey key) {
        AccessDatabase.requireNoTransaction("An access token was to be signed");
        // Tokens tell times in seconds.
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expires = now.plus(settings.accessTokenLife());
        String id = OpaqueText.id();
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
                .id(id)
                .claim("family", family.id())
                .claim("scope", Permission.scope(family.permissions()))
                .claim("collars", List.copyOf(new TreeSet<>(family.collars())))
                .signWith(key.privateKey(), Jwts.SIG.RS256)
                .compact();
        return new Made(text, id, expires);
    }

    /** The name of the key that a token says it is signed by, once all that its form alone can tell is checked. */
    static String kid(String token) throws InvalidCredentialException {
        if (token.length() > MOST_CHARACTERS) {
            throw new InvalidCredentialException(Reason.MALFORMED);
        }
        String[] parts = token.split("\\.", -1);
        if (parts.length != PARTS) {
            throw new InvalidCredentialException(Reason.MALFORMED);
        }
        Map<String, Object> header = header(canonical(parts[0]));
        if (!ALGORITHM.equals(header.get("alg"))) {
            throw new InvalidCredentialException(Reason.ALGORITHM);
        }
        if (!TYPE.equals(header.get("typ"))) {
            throw new InvalidCredentialException(Reason.TYPE);
        }
        // No key or its address in the token, nothing compressed, nothing that must be understood.
        if (!HEADER.containsAll(header.keySet())) {
            throw new InvalidCredentialException(Reason.MALFORMED);
        }
        canonical(parts[1]);
        canonical(parts[2]);
        if (header.get("kid") instanceof String kid) {
            return kid;
        }
        throw new InvalidCredentialException(Reason.UNKNOWN_SIGNING_KEY);
    }

    private static Map<String, Object> header(byte[] bytes) throws InvalidCredentialException {
        try {
            Map<String, Object> header = JwtJson.MAPPER.readValue(bytes, JwtJson.OBJECT);
            if (header != null) {
                return header;
            }
        } catch (JacksonException e) {
            throw new InvalidCredentialException(Reason.MALFORMED);
        }
        throw new InvalidCredentialException(Reason.MALFORMED);
    }

    /** Decodes base64url that could have been written in no other way. */
    private static byte[] canonical(String part) throws InvalidCredentialException {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidCredentialException(Reason.MALFORMED);
        }
        throw new InvalidCredentialException(Reason.MALFORMED);
    }

    /**
     * Checks a token whose form was, and whose key is known.
     *
     * @param kid what {@link #kid} told
     */
    Verified verify(String token, String kid) throws InvalidCredentialException {
        try {
            return verified(parser.parseSignedClaims(token).getPayload(), kid);
        } catch (JwtException | IllegalArgumentException | ClassCastException e) {
            throw new InvalidCredentialException(reason(e));
        }
    }

    private Verified verified(Claims claims, String kid) throws InvalidCredentialException {
        Date expires = claims.getExpiration();
        Date notBefore = claims.getNotBefore();
        Date issued = claims.getIssuedAt();
        if (expires == null || notBefore == null || issued == null) {
            throw new InvalidCredentialException(Reason.MALFORMED);
        }
        if (!claims.getAudience().equals(Set.of(settings.audience()))) {
            throw new InvalidCredentialException(Reason.AUDIENCE);
        }
        // None that Petty makes lives longer.
        Duration life = Duration.between(issued.toInstant(), expires.toInstant());
        if (life.isNegative() || life.compareTo(settings.accessTokenLife()) > 0) {
            throw new InvalidCredentialException(Reason.MALFORMED);
        }
        String family = text(claims, "family");
        text(claims, Claims.SUBJECT);
        Grant grant = new Grant(collars(claims.get("collars")), Permission.ofScope(text(claims, "scope")));
        return new Verified(
                text(claims, Claims.ID),
                kid,
                family,
                new Principal("token:" + family, grant.collars(), grant.permissions(), expires.toInstant()));
    }

    private static String text(Claims claims, String name) throws InvalidCredentialException {
        if (claims.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new InvalidCredentialException(Reason.MALFORMED);
    }

    private static Set<String> collars(@Nullable Object claim) throws InvalidCredentialException {
        Set<String> collars = new HashSet<>();
        if (claim instanceof List<?> list) {
            for (Object one : list) {
                if (!(one instanceof String collar)) {
                    throw new InvalidCredentialException(Reason.MALFORMED);
                }
                collars.add(collar);
            }
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
