package io.petty.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** A task definition without intrinsic functions. */
record TaskDefinition(JsonNode json) {
    /** A container of a task. */
    record Container(JsonNode json) {
        String name() {
            return json.path("Name").asString();
        }

        String image() {
            return json.path("Image").asString();
        }

        List<String> entryPoint() {
            return texts(json.path("EntryPoint"));
        }

        List<String> command() {
            return texts(json.path("Command"));
        }

        /** Returns the command of the health check without its first word, which says how to start it. */
        List<String> healthCheck() {
            List<String> command = texts(json.at("/HealthCheck/Command"));
            return command.isEmpty() ? command : command.subList(1, command.size());
        }

        Map<String, String> environment() {
            return pairs("Environment", "Value");
        }

        /** Returns the ARN of the secret or parameter of each variable. */
        Map<String, String> secrets() {
            return pairs("Secrets", "ValueFrom");
        }

        /** Returns the limit in MiB. */
        int memory() {
            return json.path("Memory").asInt();
        }

        /** Returns an option of the log driver. */
        String log(String option) {
            return json.at("/LogConfiguration/Options").path(option).asString();
        }

        /** Returns the names of the containers that must be healthy before this one starts. */
        List<String> after() {
            List<String> names = new ArrayList<>();
            json.path("DependsOn")
                    .forEach(one -> names.add(one.path("ContainerName").asString()));
            return names;
        }

        private Map<String, String> pairs(String property, String value) {
            Map<String, String> pairs = new TreeMap<>();
            json.path(property)
                    .forEach(one -> pairs.put(
                            one.path("Name").asString(), one.path(value).asString()));
            return pairs;
        }

        private static List<String> texts(JsonNode list) {
            return list.valueStream().map(JsonNode::asString).toList();
        }
    }

    String family() {
        return json.path("Family").asString();
    }

    String taskRole() {
        return json.path("TaskRoleArn").asString();
    }

    String executionRole() {
        return json.path("ExecutionRoleArn").asString();
    }

    List<Container> containers() {
        return json.path("ContainerDefinitions")
                .valueStream()
                .map(Container::new)
                .toList();
    }

    Container container(String name) {
        return containers().stream()
                .filter(container -> container.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
