package io.petty.api.access;

import io.petty.access.Permission;
import io.petty.access.Principal;
import io.petty.api.http.ProblemException;
import io.petty.api.http.ProblemKind;
import io.petty.api.http.Route;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/** Decides by a rule, from the credential and the path alone: nothing is read from the tables before. */
final class RuleManager implements AuthorizationManager<RequestAuthorizationContext> {
    private static final AuthorizationDecision GRANTED = new AuthorizationDecision(true);
    private static final AuthorizationDecision DENIED = new AuthorizationDecision(false);

    private final Rule rule;
    private final String pattern;

    RuleManager(Rule rule, String pattern) {
        this.rule = rule;
        this.pattern = pattern;
    }

    @Override
    public AuthorizationResult authorize(
            Supplier<? extends @Nullable Authentication> authentication, RequestAuthorizationContext context) {
        context.getRequest().setAttribute(Route.ATTRIBUTE, pattern);
        if (rule == Rule.PUBLIC) {
            return GRANTED;
        }
        Authentication given = authentication.get();
        if (given == null || !(given.getPrincipal() instanceof Principal principal)) {
            return DENIED;
        }
        boolean mayReadSome = principal.may(Permission.TIMELINES_READ) || principal.may(Permission.TIMELINES_READ_ALL);
        switch (rule) {
            case STATUS -> require(principal.may(Permission.STATUS_READ), Permission.STATUS_READ);
            case TIMELINES -> require(mayReadSome, Permission.TIMELINES_READ);
            case COLLAR -> {
                require(mayReadSome, Permission.TIMELINES_READ);
                if (!principal.mayRead(String.valueOf(context.getVariables().get("collar")))) {
                    throw new ProblemException(ProblemKind.UNKNOWN_COLLAR, ProblemKind.UNKNOWN_COLLAR.meaning());
                }
            }
            default -> throw new IllegalStateException("No decision on " + rule);
        }
        return GRANTED;
    }

    private static void require(boolean permitted, Permission permission) {
        if (!permitted) {
            throw new ProblemException(
                    ProblemKind.FORBIDDEN, "The credential lacks the permission " + permission.label());
        }
    }
}
