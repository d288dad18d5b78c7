package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cdk.Synthesized.Variant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Tests that everyone who may use an encrypted resource may also use its key, and that nobody else may. */
class KeyUseTest {
    @ParameterizedTest
    @MethodSource(Synthesized.ALL)
    void allowsExactlyTheUsersOfAResourceToUseItsKey(Variant variant) {
        KeyUse use = new KeyUse(Synthesized.of(variant).templates());

        assertThat(use.keys()).as("encrypted resources").hasSizeGreaterThan(7);
        assertThat(use.statementsOfRoles()).as("roles").hasSizeGreaterThan(10);
        assertThat(use.faults()).isEmpty();
    }

    /** Tests {@link KeyUse} itself, and that no statement on a key is redundant. */
    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void detectsEachMissingStatementOnAKey(Variant variant) {
        Map<String, JsonNode> templates = Synthesized.of(variant).templates();
        int removed = 0;
        for (Map.Entry<String, JsonNode> entry : templates.entrySet()) {
            for (String policy : entry.getValue().path("Resources").propertyNames()) {
                JsonNode statements = statements(entry.getValue(), policy);
                for (int statement = 0; statement < statements.size(); statement++) {
                    if (statements.path(statement).path("Action").toString().contains("\"kms:")) {
                        Map<String, JsonNode> changed = new TreeMap<>(templates);
                        JsonNode copy = entry.getValue().deepCopy();
                        ((ArrayNode) statements(copy, policy)).remove(statement);
                        changed.put(entry.getKey(), copy);
                        assertThat(new KeyUse(changed).faults())
                                .as("without statement %d of %s", statement, policy)
                                .isNotEmpty()
                                .allMatch(fault -> fault.contains(" lacks "));
                        removed++;
                    }
                }
            }
        }
        assertThat(removed).isGreaterThan(10);
    }

    private static JsonNode statements(JsonNode template, String policy) {
        return template.path("Resources")
                .path(policy)
                .path("Properties")
                .path("PolicyDocument")
                .path("Statement");
    }

    /**
     * ECS reads secrets, pulls the image and writes the log with the execution role, not with the program's own role.
     */
    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void ecsMayReadTheSecretsPullTheImageAndWriteTheLogOfEachTask(Variant variant) {
        KeyUse use = new KeyUse(Synthesized.of(variant).templates());
        Map<String, List<JsonNode>> roles = use.statementsOfRoles();

        use.each((stack, id, task) -> {
            if (!task.path("Type").asString().equals("AWS::ECS::TaskDefinition")) {
                return;
            }
            JsonNode properties = task.path("Properties");
            List<String> allowed =
                    Objects.requireNonNull(roles.get(use.text(stack, properties.path("ExecutionRoleArn")))).stream()
                            .flatMap(statement -> use.texts(stack, statement.path("Action"))
                                    .flatMap(action -> use.texts(stack, statement.path("Resource"))
                                            .map(resource -> action + " " + resource)))
                            .toList();
            for (JsonNode container : properties.path("ContainerDefinitions")) {
                for (JsonNode secret : container.path("Secrets")) {
                    String from = use.text(stack, secret.path("ValueFrom"));
                    assertThat(allowed)
                            .as("%s of %s", secret.path("Name").asString(), id)
                            .contains((from.contains(":ssm:") ? "ssm:GetParameters " : "secretsmanager:GetSecretValue ")
                                    + from);
                }
                assertThat(allowed)
                        .as("the log of %s", id)
                        .contains("logs:PutLogEvents "
                                + use.text(stack, container.at("/LogConfiguration/Options/awslogs-group")));
                if (!container.path("Image").isString()) {
                    assertThat(allowed)
                            .as("the image of %s", id)
                            .anyMatch(allowance -> allowance.startsWith("ecr:BatchGetImage {images/")
                                    && container.path("Image").toString().contains(exportedId(allowance)));
                }
            }
        });
    }

    /** Returns the id of the resource in {@code ACTION {STACK/ID}}. */
    private static String exportedId(String allowance) {
        return allowance.substring(allowance.indexOf('/') + 1, allowance.length() - 1);
    }

    /**
     * With a customer-managed key, pulling images would depend on grants that only the repository's creator can make.
     */
    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void imagesAreEncryptedWithAKeyOfAws(Variant variant) {
        assertThat(Synthesized.of(variant).resources("AWS::ECR::Repository"))
                .hasSize(2)
                .allSatisfy(repository -> assertThat(repository.properties().path("EncryptionConfiguration"))
                        .hasToString("{\"EncryptionType\":\"KMS\"}"));
    }
}
