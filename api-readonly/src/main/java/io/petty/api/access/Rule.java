package io.petty.api.access;

import java.util.List;

/** Who gets to which paths. A path that no rule names is nowhere: a new endpoint is unreachable until it is named here. */
enum Rule {
    /** Anybody: the page, what describes the interface, and how to get a credential. */
    PUBLIC(
            "/",
            "/index.html",
            "/favicon.svg",
            "/css/**",
            "/js/**",
            "/try/**",
            "/webjars/**",
            "/problems/{kind}",
            "/.well-known/jwks.json",
            "/v1/openapi.json",
            "/v1/tokens",
            "/v1/tokens/refresh",
            "/v1/tokens/revoke"),

    /** Whoever may read timelines, of whichever collars. */
    TIMELINES("/v1/collars", "/v1/days"),

    /** Whoever may read the collar that the path names. To all others it doesn't exist. */
    COLLAR("/v1/collars/{collar}/timeline", "/v1/collars/{collar}/summaries", "/v1/collars/{collar}/events/{event}"),

    /** Whoever may see the state of days and runs. */
    STATUS("/v1/status", "/v1/status/rejects");

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable.
    private final List<String> patterns;

    Rule(String... patterns) {
        this.patterns = List.of(patterns);
    }

    List<String> patterns() {
        return patterns;
    }
}
