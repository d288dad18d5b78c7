package io.petty.readiness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A statement of a policy.
 *
 * @param owner the resource that has it
 * @param json as CloudFormation has it
 */
record PolicyStatement(Templates.Resource owner, JsonNode json) {
    /** Actions that AWS knows no narrower resource for (Service Authorization Reference), besides those of conditions. */
    private static final Set<String> WITHOUT_RESOURCE = Set.of(
            "ecr:GetAuthorizationToken",
            "xray:PutTraceSegments",
            "xray:PutTelemetryRecords",
            "xray:GetSamplingRules",
            "xray:GetSamplingTargets",
            "xray:GetSamplingStatisticSummaries",
            "ec2:DescribeNetworkInterfaces",
            "secretsmanager:GetRandomPassword",
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel");

    /** Actions that a condition narrows, by the condition's key. */
    private static final Map<String, String> NARROWED = Map.of(
            "cloudwatch:PutMetricData", "cloudwatch:namespace",
            "ecs:ListTasks", "ecs:cluster");

    /** All statements anywhere in the resources' properties. */
    static List<PolicyStatement> of(List<Templates.Resource> resources) {
        List<PolicyStatement> found = new ArrayList<>();
        for (Templates.Resource resource : resources) {
            collect(resource, resource.properties(), found);
        }
        return found;
    }

    private static void collect(Templates.Resource owner, JsonNode node, List<PolicyStatement> into) {
        JsonNode statements = node.path("Statement");
        if (statements.isArray()) {
            statements.values().forEach(statement -> into.add(new PolicyStatement(owner, statement)));
        } else if (statements.isObject()) {
            into.add(new PolicyStatement(owner, statements));
        }
        node.values().forEach(value -> collect(owner, value, into));
    }

    boolean isAllow() {
        return json.path("Effect").asString("").equals("Allow");
    }

    /** Whether it denies all that comes without TLS. */
    boolean deniesWithoutTls() {
        String without = Templates.text(json.path("Condition").path("Bool").path("aws:SecureTransport"));
        return json.path("Effect").asString("").equals("Deny") && without.equals("false") && isForEverybody();
    }

    private boolean isForEverybody() {
        JsonNode principal = json.path("Principal");
        return Templates.text(principal).equals("*")
                || Templates.texts(principal.path("AWS")).contains("*");
    }

    /** What it allows more of than it must; empty for nothing. */
    Optional<String> excess() {
        if (!isAllow()) {
            return Optional.empty();
        }
        List<String> actions = Templates.texts(json.path("Action"));
        boolean ofTheKey = owner.type().equals("AWS::KMS::Key");
        List<String> principals = Templates.texts(json.path("Principal").path("AWS"));
        boolean rootOfTheKey = ofTheKey
                && !principals.isEmpty()
                && principals.stream().allMatch(principal -> principal.endsWith(":root"));
        if (json.has("NotAction") || json.has("NotResource") || json.has("NotPrincipal")) {
            return Optional.of("it allows by exclusion (NotAction, NotResource or NotPrincipal)");
        }
        if (isForEverybody() && !json.has("Condition")) {
            return Optional.of("it allows everybody");
        }
        // A key whose account can't administer it is lost: AWS's own default.
        if (actions.stream().anyMatch(action -> action.contains("*")) && !rootOfTheKey) {
            return Optional.of("its actions have a star: " + String.join(", ", actions));
        }
        boolean everything = Templates.texts(json.path("Resource")).stream().anyMatch(PolicyStatement::isEverything);
        if (!everything || ofTheKey) {
            return Optional.empty();
        }
        List<String> narrowable = actions.stream()
                .filter(action -> !WITHOUT_RESOURCE.contains(action))
                .filter(action -> !isNarrowed(action))
                .toList();
        return narrowable.isEmpty()
                ? Optional.empty()
                : Optional.of("its resource is a star for " + String.join(", ", narrowable));
    }

    private boolean isNarrowed(String action) {
        String key = NARROWED.get(action);
        return key != null && json.path("Condition").toString().contains("\"" + key + "\"");
    }

    /** All there is, or all there is of a kind. */
    private static boolean isEverything(String resource) {
        String plain = resource.replaceAll("\\$\\{[^}]*}", "x");
        return plain.equals("*") || plain.matches("arn:[^:]*:[^:]*:[^:]*:[^:]*:(\\*|[a-z-]+[:/]\\*)");
    }
}
