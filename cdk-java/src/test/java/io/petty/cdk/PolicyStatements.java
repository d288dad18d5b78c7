package io.petty.cdk;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** All statements of all policies of a stage, in any resource. */
final class PolicyStatements {
    private PolicyStatements() {}

    /**
     * A statement.
     *
     * @param where the resource that contains its policy
     */
    record Statement(Synthesized.Resource where, JsonNode json) {
        boolean allows() {
            return json.path("Effect").asString().equals("Allow");
        }

        List<String> actions() {
            return texts(json.path("Action"));
        }

        /** Returns the resources as written in the template. Values known only after deployment are in braces. */
        List<String> resources() {
            return texts(json.path("Resource"));
        }

        List<String> principals() {
            JsonNode principal = json.path("Principal");
            return principal.isObject()
                    ? principal
                            .propertyStream()
                            .flatMap(kind -> texts(kind.getValue()).stream())
                            .toList()
                    : texts(principal);
        }

        /** Returns whether this statement is about who may assume a role. It then applies to that role only. */
        boolean assumesARole() {
            return json.has("Principal")
                    && (actions().equals(List.of("sts:AssumeRole"))
                            || actions().equals(List.of("sts:AssumeRoleWithWebIdentity")));
        }

        boolean hasWildcardKeys() {
            return json.has("NotAction") || json.has("NotResource") || json.has("NotPrincipal");
        }

        @Override
        public String toString() {
            return "%s: %s on %s".formatted(where, actions(), resources());
        }
    }

    static List<Statement> of(Synthesized synthesized) {
        List<Statement> statements = new ArrayList<>();
        for (Synthesized.Resource resource : synthesized.resources()) {
            search(resource, resource.properties(), statements);
        }
        return statements;
    }

    /** Returns the statements of a role's own policy. */
    static List<Statement> ofRole(Synthesized synthesized, String role) {
        return of(synthesized).stream()
                .filter(statement -> statement.where().id().startsWith(role + "DefaultPolicy"))
                .toList();
    }

    private static void search(Synthesized.Resource resource, JsonNode node, List<Statement> found) {
        if (node.isObject() && node.has("Effect") && node.has("Action")) {
            found.add(new Statement(resource, node));
            return;
        }
        node.forEach(child -> search(resource, child, found));
    }

    private static List<String> texts(JsonNode node) {
        if (node.isMissingNode()) {
            return List.of();
        }
        Stream<JsonNode> nodes = node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.of(node);
        return nodes.map(PolicyStatements::text).toList();
    }

    private static String text(JsonNode node) {
        if (node.isString()) {
            return node.asString();
        }
        if (node.has("Fn::Join")) {
            StringBuilder joined = new StringBuilder();
            node.path("Fn::Join").path(1).forEach(part -> joined.append(text(part)));
            return joined.toString();
        }
        if (node.has("Ref")) {
            return "{" + node.path("Ref").asString() + "}";
        }
        if (node.has("Fn::GetAtt")) {
            return "{" + node.path("Fn::GetAtt").path(0).asString() + "}";
        }
        if (node.has("Fn::ImportValue")) {
            return "{" + node.path("Fn::ImportValue").asString() + "}";
        }
        throw new IllegalArgumentException("Not a text: " + node);
    }
}
