package io.petty.api.access;

import io.petty.access.Access;
import io.petty.access.InvalidCredentialException;
import io.petty.access.Permission;
import io.petty.access.SignedIn;
import io.petty.api.http.ProblemException;
import io.petty.api.http.ProblemKind;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The endpoints that exchange sign-in codes and refresh tokens for tokens, and revoke them. The page keeps its refresh
 * token in a cookie that scripts can't read. A request with a cookie needs a header that forms and links of other sites
 * can't send.
 */
@RestController
@RequestMapping("/v1/tokens")
class TokenController {
    /** The name of the cookie without TLS, as on loopback. Browsers don't accept the prefix {@code __Host-} there. */
    static final String COOKIE = "petty_refresh";

    /**
     * The name of the cookie over TLS. Browsers accept a cookie with this prefix only from this host, not from a
     * sibling domain.
     */
    static final String HOST_COOKIE = "__Host-" + COOKIE;

    static final String CLIENT = "X-Petty-Client";

    private static final Pattern ATTEMPT = Pattern.compile("[A-Za-z0-9_-]{16,64}");
    private static final Pattern JSON = Pattern.compile("(?i)application/json\\s*(;.*)?");
    private static final String PATH = "/v1/tokens";
    private static final int MOST_BYTES = 16 << 10;

    private final Access access;
    private final RateLimits limits;
    private final JsonMapper json;
    private final Clock clock;

    TokenController(Access access, RateLimits limits, JsonMapper json, Clock clock) {
        this.access = access;
        this.limits = limits;
        this.json = json;
        this.clock = clock;
    }

    @PostMapping
    ResponseEntity<Map<String, Object>> signIn(HttpServletRequest request) {
        JsonNode body = body(request);
        String code = text(body, "code");
        if (code == null) {
            throw ProblemException.badParameter("code", "The code of a sign-in link is required");
        }
        boolean cookie = flag(body, "cookie");
        if (cookie) {
            requireClient(request);
        }
        try {
            return answer(request, access.signIn(code), cookie);
        } catch (InvalidCredentialException e) {
            throw refused(request, e, "The code is unknown, used or expired");
        }
    }

    @PostMapping("/refresh")
    ResponseEntity<Map<String, Object>> refresh(HttpServletRequest request, HttpServletResponse response) {
        JsonNode body = body(request);
        String given = text(body, "refresh_token");
        String attempt = text(body, "attempt");
        if (attempt != null && !ATTEMPT.matcher(attempt).matches()) {
            throw ProblemException.badParameter("attempt", "It must be 16 to 64 random letters, digits, - or _");
        }
        String cookie = given == null ? cookie(request, response) : null;
        String token = given == null ? cookie : given;
        if (token == null) {
            throw ProblemKind.UNAUTHENTICATED
                    .problem("There is no refresh token")
                    .withHeader("WWW-Authenticate", "Bearer");
        }
        try {
            // Finds no family for a reused token, so that no limit prevents the detection of the reuse.
            access.familyToRefresh(token, attempt).ifPresent(limits::refresh);
            return answer(request, access.refresh(token, attempt), cookie != null);
        } catch (InvalidCredentialException e) {
            if (cookie != null) {
                clear(request, response);
            }
            throw refused(request, e, "The refresh token is unknown, used or expired");
        }
    }

    @PostMapping("/revoke")
    ResponseEntity<Void> revoke(HttpServletRequest request, HttpServletResponse response) {
        String given = text(body(request), "refresh_token");
        String token = given == null ? cookie(request, response) : given;
        // Successful calls need no limit, since a family is revoked only once.
        if (token != null && access.revoke(token).isEmpty()) {
            limits.failed(request.getRemoteAddr());
        }
        // A form of another site sends neither a token nor this header, and must not delete the cookie.
        if (token != null || request.getHeader(CLIENT) != null) {
            clear(request, response);
        }
        return ResponseEntity.noContent()
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** @throws ProblemException if the address has failed too often */
    private ProblemException refused(HttpServletRequest request, InvalidCredentialException e, String detail) {
        request.setAttribute(Audit.REFUSED, e.reason());
        limits.failed(request.getRemoteAddr());
        return ProblemKind.UNAUTHENTICATED
                .problem(detail)
                .withHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }

    private ResponseEntity<Map<String, Object>> answer(HttpServletRequest request, SignedIn signedIn, boolean cookie) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("access_token", signedIn.accessToken());
        body.put("token_type", "Bearer");
        body.put(
                "expires_in",
                Duration.between(clock.instant(), signedIn.accessExpiresAt()).toSeconds());
        body.put("collars", new TreeSet<>(signedIn.collars()));
        body.put(
                "permissions",
                signedIn.permissions().stream().map(Permission::label).sorted().toList());
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        if (cookie) {
            Duration life = Duration.between(clock.instant(), signedIn.refreshExpiresAt());
            boolean tls = isOverTls(request);
            answer.header(
                    HttpHeaders.SET_COOKIE,
                    cookie(tls, signedIn.refreshToken(), life).toString());
            if (tls) {
                answer.header(HttpHeaders.SET_COOKIE, cleared(false).toString());
            }
        } else {
            body.put("refresh_token", signedIn.refreshToken());
        }
        return answer.body(body);
    }

    /** Deletes the cookie in the browser, under both names over TLS. */
    private static void clear(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader(HttpHeaders.SET_COOKIE, cleared(false).toString());
        if (isOverTls(request)) {
            response.addHeader(HttpHeaders.SET_COOKIE, cleared(true).toString());
        }
    }

    private static ResponseCookie cleared(boolean tls) {
        return cookie(tls, "", Duration.ZERO);
    }

    private static ResponseCookie cookie(boolean tls, String value, Duration life) {
        return ResponseCookie.from(tls ? HOST_COOKIE : COOKIE, value)
                .httpOnly(true)
                .secure(true)
                .sameSite("Strict")
                .path(tls ? "/" : PATH)
                .maxAge(life)
                .build();
    }

    /** Returns whether the browser uses TLS. Behind an untrusted proxy, only the origin of the page shows it. */
    private static boolean isOverTls(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return request.isSecure() || (origin != null && origin.startsWith("https://"));
    }

    /**
     * Returns the refresh token of the cookie; null if there is none. Over TLS, a cookie without the prefix counts as
     * none, since a sibling domain may have set it.
     *
     * @throws ProblemException if there are two cookies, since a sibling domain may have set one of them
     */
    private static @Nullable String cookie(HttpServletRequest request, HttpServletResponse response) {
        Cookie[] cookies = request.getCookies();
        List<Cookie> given = Arrays.stream(cookies == null ? new Cookie[0] : cookies)
                .filter(cookie -> List.of(COOKIE, HOST_COOKIE).contains(cookie.getName()))
                .toList();
        if (given.isEmpty()) {
            return null;
        }
        requireClient(request);
        if (given.size() > 1) {
            clear(request, response);
            throw ProblemKind.BAD_REQUEST.problem(
                    "There are two cookies with a refresh token, and another site may have set one: delete this site's cookies and sign in again");
        }
        Cookie cookie = given.get(0);
        if (!cookie.getName().equals(isOverTls(request) ? HOST_COOKIE : COOKIE)) {
            clear(request, response);
            return null;
        }
        return cookie.getValue().isEmpty() ? null : cookie.getValue();
    }

    private static void requireClient(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (request.getHeader(CLIENT) == null
                || (site != null && !site.equals("same-origin") && !site.equals("none"))) {
            throw ProblemKind.FORBIDDEN.problem(
                    "The cookie is only accepted with the header that the page sends: " + CLIENT);
        }
    }

    /** Returns the body as an object; an empty one if there is no body. */
    private JsonNode body(HttpServletRequest request) {
        byte[] bytes = sent(request);
        if (bytes.length == 0) {
            return json.createObjectNode();
        }
        String type = request.getContentType();
        if (type == null || !JSON.matcher(type).matches()) {
            throw ProblemKind.UNSUPPORTED_MEDIA_TYPE.problem();
        }
        try {
            JsonNode body = json.readTree(bytes);
            if (body.isObject()) {
                return body;
            }
        } catch (JacksonException e) {
            // Reported below, like JSON that isn't an object.
        }
        throw ProblemKind.BAD_REQUEST.problem("The body is not one JSON object");
    }

    private static byte[] sent(HttpServletRequest request) {
        try {
            if (request.getContentLengthLong() <= MOST_BYTES) {
                byte[] bytes = request.getInputStream().readNBytes(MOST_BYTES + 1);
                if (bytes.length <= MOST_BYTES) {
                    return bytes;
                }
            }
        } catch (IOException e) {
            throw ProblemKind.BAD_REQUEST.problem("The body is incomplete or arrives too slowly");
        }
        throw ProblemKind.TOO_LARGE.problem("The body may have at most %,d bytes".formatted(MOST_BYTES));
    }

    private static @Nullable String text(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isString() || value.isNull() || value.isMissingNode()) {
            return value.stringValue(null);
        }
        throw ProblemException.badParameter(name, "It must be a string");
    }

    private static boolean flag(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isBoolean() || value.isNull() || value.isMissingNode()) {
            return value.booleanValue(false);
        }
        throw ProblemException.badParameter(name, "It must be true or false");
    }
}
