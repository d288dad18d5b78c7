package io.petty.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A statement of a policy.
 *
 * @param where the role or the resource that has the policy
 * @param principals whom the statement of a resource's policy is about, such as {@code AWS:*}; empty in a role's policy
 * @param actions patterns
 * @param resources patterns
 * @param conditions all of which must hold
 */
record IamStatement(
        String where,
        boolean allows,
        List<String> principals,
        List<String> actions,
        List<String> resources,
        List<Condition> conditions) {
    private static final String IF_EXISTS = "IfExists";

    /** One key of a condition, of whose values one must match. */
    record Condition(String operator, String key, List<String> values) {
        boolean holds(Map<String, String> context) {
            boolean optional = operator.endsWith(IF_EXISTS);
            String actual = context.get(key);
            if (actual == null) {
                return optional;
            }
            String comparison = optional ? operator.replaceFirst(IF_EXISTS + "$", "") : operator;
            return values.stream().anyMatch(value -> compare(comparison, actual, value));
        }

        private static boolean compare(String operator, String actual, String value) {
            return switch (operator) {
                case "StringEquals" -> actual.equals(value);
                case "Bool" -> actual.equalsIgnoreCase(value);
                case "StringLike", "ArnLike", "ArnEquals" -> matches(value, actual);
                case "NumericLessThan" -> Double.parseDouble(actual) < Double.parseDouble(value);
                default -> throw new IllegalArgumentException("The operator " + operator + " isn't supported");
            };
        }
    }

    /** Returns the statements of a policy document without intrinsic functions. */
    static List<IamStatement> of(String where, JsonNode document) {
        JsonNode statements = document.path("Statement");
        return (statements.isArray() ? statements.valueStream() : Stream.of(statements))
                .map(statement -> statement(where, statement))
                .toList();
    }

    private static IamStatement statement(String where, JsonNode json) {
        for (String name : json.propertyNames()) {
            if (name.startsWith("Not")) {
                throw new IllegalArgumentException("%s of %s isn't supported".formatted(name, where));
            }
        }
        List<String> principals = new ArrayList<>();
        JsonNode principal = json.path("Principal");
        if (principal.isString()) {
            principals.add("AWS:" + principal.asString());
        }
        principal.forEachEntry((kind, names) -> texts(names).forEach(name -> principals.add(kind + ":" + name)));
        List<Condition> conditions = new ArrayList<>();
        json.path("Condition")
                .forEachEntry((operator, keys) -> keys.forEachEntry(
                        (key, values) -> conditions.add(new Condition(operator, key, texts(values)))));
        return new IamStatement(
                where,
                json.path("Effect").asString().equals("Allow"),
                principals,
                texts(json.path("Action")),
                json.has("Resource") ? texts(json.path("Resource")) : List.of("*"),
                conditions);
    }

    private static List<String> texts(JsonNode node) {
        return (node.isArray() ? node.valueStream() : Stream.of(node))
                .map(JsonNode::asString)
                .toList();
    }

    boolean holds(Map<String, String> context) {
        return conditions.stream().allMatch(condition -> condition.holds(context));
    }

    List<String> matchingActions(String action) {
        return actions.stream().filter(pattern -> matches(pattern, action)).toList();
    }

    List<String> matchingResources(String resource) {
        return resources.stream().filter(pattern -> matches(pattern, resource)).toList();
    }

    /** Returns whether a text matches a pattern, in which {@code *} is any text and {@code ?} any character. */
    static boolean matches(String pattern, String text) {
        String expression = pattern.chars()
                .mapToObj(one -> one == '*' ? ".*" : one == '?' ? "." : Pattern.quote(Character.toString(one)))
                .collect(Collectors.joining());
        return Pattern.compile(expression, Pattern.DOTALL).matcher(text).matches();
    }
}
