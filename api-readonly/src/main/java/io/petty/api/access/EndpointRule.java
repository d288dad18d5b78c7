package io.petty.api.access;

import io.petty.access.Permission;
import io.petty.access.Principal;
import io.petty.api.http.ProblemException;
import io.petty.api.http.ProblemKind;
import io.petty.api.http.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/** Which credentials may access which paths. A path without a rule is not found, so each new endpoint needs a rule. */
enum EndpointRule {
    /** Everybody: the page, the description of the API, and the endpoints for tokens. */
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

    /** Credentials that may read the timelines of some or all collars. */
    TIMELINES("/v1/collars", "/v1/days"),

    /** Credentials that may read the collar in the path. For all other credentials, the collar doesn't exist. */
    COLLAR("/v1/collars/{collar}/timeline", "/v1/collars/{collar}/summaries", "/v1/collars/{collar}/events/{event}"),

    /** Credentials that may read the states of days and runs. */
    STATUS("/v1/status", "/v1/status/rejects");

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable.
    private final List<String> patterns;

    EndpointRule(String... patterns) {
        this.patterns = List.of(patterns);
    }

    List<String> patterns() {
        return patterns;
    }

    /** Returns the manager that decides by the credential and the path, before anything is read from the tables. */
    AuthorizationManager<RequestAuthorizationContext> managerOf(String pattern) {
        return (authentication, context) -> {
            context.getRequest().setAttribute(Route.ATTRIBUTE, pattern);
            return new AuthorizationDecision(this == PUBLIC || isPermitted(authentication.get(), context));
        };
    }

    /**
     * Returns whether the request has a credential.
     *
     * @throws ProblemException if the credential doesn't permit the request
     */
    private boolean isPermitted(@Nullable Authentication given, RequestAuthorizationContext context) {
        if (given == null || !(given.getPrincipal() instanceof Principal principal)) {
            return false;
        }
        Permission needed = this == STATUS ? Permission.STATUS_READ : Permission.TIMELINES_READ;
        if (!principal.may(needed) && (this == STATUS || !principal.may(Permission.TIMELINES_READ_ALL))) {
            throw ProblemKind.FORBIDDEN.problem("The credential lacks the permission " + needed.label());
        }
        if (this == COLLAR
                && !principal.mayRead(String.valueOf(context.getVariables().get("collar")))) {
            throw ProblemKind.UNKNOWN_COLLAR.problem();
        }
        return true;
    }
}
