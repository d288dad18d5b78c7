package io.petty.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides on requests as IAM does for roles and resources of one account. A denying statement wins. Otherwise, the
 * policies of the role or of the resource must allow the request. A key is special: its own policy must allow the
 * request too, to the role or to the account.
 */
final class PolicySimulator {
    private final String account;
    private final Map<String, List<IamStatement>> ofRoles = new TreeMap<>();
    private final Map<String, List<IamStatement>> ofResources = new TreeMap<>();

    /**
     * A request.
     *
     * @param action such as {@code s3:GetObject}
     * @param resource its ARN; {@code *} for an action without resources
     * @param context the values of condition keys
     */
    record Request(String action, String resource, Map<String, String> context) {}

    /** One action on one resource that a statement of a role's policy allows, both as the policy writes them. */
    record Grant(String role, String action, String resource) implements Comparable<Grant> {
        @Override
        public int compareTo(Grant other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return "%s: %s on %s".formatted(role, action, resource);
        }
    }

    /**
     * A decision.
     *
     * @param used the grants that allow the request
     */
    record Decision(boolean allowed, Set<Grant> used) {}

    PolicySimulator(String account) {
        this.account = account;
    }

    void addToRole(String role, List<IamStatement> statements) {
        ofRoles.computeIfAbsent(role, name -> new ArrayList<>()).addAll(statements);
    }

    /** Adds the policy of a resource, which is also about the objects below it. */
    void addToResource(String arn, List<IamStatement> statements) {
        ofResources.computeIfAbsent(arn, name -> new ArrayList<>()).addAll(statements);
    }

    /** Returns everything that policies allow a role. */
    Set<Grant> grants(String role) {
        Set<Grant> grants = new TreeSet<>();
        for (IamStatement statement : ofRoles.getOrDefault(role, List.of())) {
            if (statement.allows()) {
                statement
                        .actions()
                        .forEach(action -> statement
                                .resources()
                                .forEach(resource -> grants.add(new Grant(role, action, resource))));
            }
        }
        return grants;
    }

    /** Decides on a request of a role, which is known by its ARN. */
    Decision decide(String role, Request request) {
        List<IamStatement> own = applying(ofRoles.getOrDefault(role, List.of()), request);
        List<IamStatement> others = applying(resourceStatements(request.resource()), request).stream()
                .filter(statement -> isAbout(statement, role))
                .toList();
        Set<Grant> used = new TreeSet<>();
        for (IamStatement statement : own) {
            if (statement.allows()) {
                statement
                        .matchingActions(request.action())
                        .forEach(action -> statement
                                .matchingResources(request.resource())
                                .forEach(resource -> used.add(new Grant(role, action, resource))));
            }
        }
        boolean denied =
                own.stream().anyMatch(one -> !one.allows()) || others.stream().anyMatch(one -> !one.allows());
        boolean directly = others.stream().anyMatch(one -> one.allows() && !namesOnlyTheAccount(one));
        boolean throughAccount = request.action().startsWith("kms:")
                ? others.stream().anyMatch(one -> one.allows() && namesOnlyTheAccount(one)) && !used.isEmpty()
                : !used.isEmpty();
        boolean allowed = !denied && (directly || throughAccount);
        return new Decision(allowed, allowed ? used : Set.of());
    }

    /** Returns whether a role's trust policy lets a service assume it. */
    boolean assumes(String service, List<IamStatement> trust, Map<String, String> context) {
        return trust.stream()
                .anyMatch(statement -> statement.allows()
                        && statement.principals().contains("Service:" + service)
                        && statement.actions().contains("sts:AssumeRole")
                        && statement.holds(context));
    }

    private static List<IamStatement> applying(List<IamStatement> statements, Request request) {
        return statements.stream()
                .filter(statement -> !statement
                                .matchingActions(request.action())
                                .isEmpty()
                        && !statement.matchingResources(request.resource()).isEmpty()
                        && statement.holds(request.context()))
                .toList();
    }

    private List<IamStatement> resourceStatements(String resource) {
        return ofResources.entrySet().stream()
                .filter(policy -> resource.equals(policy.getKey()) || resource.startsWith(policy.getKey() + "/"))
                .flatMap(policy -> policy.getValue().stream())
                .toList();
    }

    private boolean isAbout(IamStatement statement, String role) {
        return namesOnlyTheAccount(statement)
                || statement.principals().contains("AWS:*")
                || statement.principals().contains("AWS:" + role);
    }

    private boolean namesOnlyTheAccount(IamStatement statement) {
        return statement.principals().equals(List.of("AWS:arn:aws:iam::%s:root".formatted(account)));
    }
}
