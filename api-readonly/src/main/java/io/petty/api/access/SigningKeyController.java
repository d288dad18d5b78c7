package io.petty.api.access;

import io.petty.access.Access;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The public keys that access tokens are signed with, for others who check them. */
@RestController
class SigningKeyController {
    /** A new key is published for longer than that before it signs. */
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final Access access;

    SigningKeyController(Access access) {
        this.access = access;
    }

    @GetMapping(path = "/.well-known/jwks.json", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Map<String, Object>> keys() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(KEPT).cachePublic())
                .body(access.jwks());
    }
}
