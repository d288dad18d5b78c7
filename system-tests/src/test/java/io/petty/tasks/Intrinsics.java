package io.petty.tasks;

import io.petty.tasks.Templates.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Replaces the intrinsic functions of templates with values of the deployed resources. */
final class Intrinsics {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}!]+)}");

    private final Templates templates;
    private final Deployed deployed;
    private final String account;
    private final String region;

    /** What a template doesn't know about a resource. */
    interface Deployed {
        /** Returns the value of {@code Ref}. */
        String ref(Resource resource);

        /** Returns the value of {@code Fn::GetAtt}. */
        String attribute(Resource resource, String name);
    }

    Intrinsics(Templates templates, Deployed deployed, String account, String region) {
        this.templates = templates;
        this.deployed = deployed;
        this.account = account;
        this.region = region;
    }

    /** Returns a value without intrinsic functions. */
    JsonNode resolve(String stack, JsonNode value) {
        if (value.isArray()) {
            ArrayNode resolved = JSON.arrayNode();
            value.forEach(element -> resolved.add(resolve(stack, element)));
            return resolved;
        }
        if (!value.isObject()) {
            return value;
        }
        if (value.size() == 1) {
            Map.Entry<String, JsonNode> only = value.properties().iterator().next();
            if (only.getKey().equals("Ref") || only.getKey().startsWith("Fn::")) {
                return JSON.stringNode(apply(stack, only.getKey(), only.getValue()));
            }
        }
        ObjectNode resolved = JSON.objectNode();
        value.forEachEntry((name, field) -> resolved.set(name, resolve(stack, field)));
        return resolved;
    }

    String text(String stack, JsonNode value) {
        return resolve(stack, value).asString();
    }

    private String apply(String stack, String function, JsonNode argument) {
        return switch (function) {
            case "Ref" -> ref(stack, argument.asString());
            case "Fn::GetAtt" ->
                deployed.attribute(
                        templates.resource(stack, argument.path(0).asString()),
                        argument.path(1).asString());
            case "Fn::Join" -> String.join(argument.path(0).asString(), texts(stack, argument.path(1)));
            case "Fn::ImportValue" -> {
                Templates.Value value = templates.export(text(stack, argument));
                yield text(value.stack(), value.json());
            }
            case "Fn::Select" -> select(stack, argument.path(0).asInt(), argument.path(1));
            case "Fn::Sub" -> substitute(stack, argument);
            default -> throw new IllegalArgumentException(function + " isn't supported");
        };
    }

    private List<String> texts(String stack, JsonNode values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(text(stack, value)));
        return texts;
    }

    private String select(String stack, int index, JsonNode list) {
        JsonNode split = list.path("Fn::Split");
        if (split.isMissingNode()) {
            return texts(stack, list).get(index);
        }
        String separator = Pattern.quote(split.path(0).asString());
        return text(stack, split.path(1)).split(separator, -1)[index];
    }

    private String substitute(String stack, JsonNode argument) {
        JsonNode text = argument.isArray() ? argument.path(0) : argument;
        JsonNode own = argument.isArray() ? argument.path(1) : JSON.objectNode();
        return VARIABLE.matcher(text.asString()).replaceAll(found -> {
            String name = found.group(1);
            int dot = name.indexOf('.');
            String value = own.has(name)
                    ? text(stack, own.path(name))
                    : dot < 0
                            ? ref(stack, name)
                            : deployed.attribute(
                                    templates.resource(stack, name.substring(0, dot)), name.substring(dot + 1));
            return Matcher.quoteReplacement(value);
        });
    }

    private String ref(String stack, String name) {
        return switch (name) {
            case "AWS::AccountId" -> account;
            case "AWS::Region" -> region;
            case "AWS::Partition" -> "aws";
            case "AWS::URLSuffix" -> "amazonaws.com";
            case "AWS::StackName" -> stack;
            default -> deployed.ref(templates.resource(stack, name));
        };
    }
}
