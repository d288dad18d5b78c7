package io.petty.api.access;

import io.petty.access.Access;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The endpoint for the public signing keys, with which other services can verify access tokens. */
@RestController
class SigningKeyController {
    /** At most {@code petty.access.signing-key-overlap}, so that caches have a new key before it signs. */
    private static final Duration MAX_AGE = Duration.ofMinutes(5);

    private final Access access;

    SigningKeyController(Access access) {
        this.access = access;
    }

    @GetMapping(path = "/.well-known/jwks.json", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Map<String, Object>> keys() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(MAX_AGE).cachePublic())
                .body(access.jwks());
    }
}
