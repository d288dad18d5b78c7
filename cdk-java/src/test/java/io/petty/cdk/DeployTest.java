package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cdk.Synthesized.Resource;
import io.petty.cdk.Synthesized.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;
import tools.jackson.databind.JsonNode;

/** Tests which workflows on GitHub may assume the roles of the pipeline, and what these roles may do. */
class DeployTest {
    private static final Synthesized PRODUCTION = Synthesized.of(Stage.PRODUCTION);

    private static JsonNode trust(String role) {
        return PRODUCTION
                .named("AWS::IAM::Role", "RoleName", role)
                .properties()
                .at("/AssumeRolePolicyDocument/Statement");
    }

    private static String bootstrapRole(String name) {
        return "arn:{AWS::Partition}:iam::{AWS::AccountId}:role/cdk-hnb659fds-%s-role-{AWS::AccountId}-eu-central-1"
                .formatted(name);
    }

    /** {@code StringEquals} has no wildcards, so another repository, branch or environment is refused. */
    @Test
    void eachRoleTrustsOneEnvironmentOfOneRepository() {
        Map<String, String> environments = Map.of("deployer", "production", "reader", "production-read");
        environments.forEach((role, environment) -> {
            assertThat(trust(role).size()).as(role).isEqualTo(1);
            JsonNode statement = trust(role).path(0);
            assertThat(statement.path("Action").asString()).isEqualTo("sts:AssumeRoleWithWebIdentity");
            assertThat(statement.at("/Principal/Federated/Fn::GetAtt/0").asString())
                    .isEqualTo(PRODUCTION
                            .resources("AWS::IAM::OIDCProvider")
                            .get(0)
                            .id());
            assertThat(statement.path("Condition"))
                    .hasToString("{\"StringEquals\":{\"token.actions.githubusercontent.com:aud\":\"sts.amazonaws.com\","
                            + "\"token.actions.githubusercontent.com:sub\":\"repo:example/petty:environment:%s\"}}"
                                    .formatted(environment));
        });
    }

    @Test
    void theIdentityProviderIsGitHub() {
        assertThat(PRODUCTION.resources("AWS::IAM::OIDCProvider"))
                .singleElement()
                .extracting(Resource::properties)
                .satisfies(provider -> {
                    assertThat(provider.path("Url").asString())
                            .isEqualTo("https://token.actions.githubusercontent.com");
                    assertThat(provider.path("ClientIdList")).hasToString("[\"sts.amazonaws.com\"]");
                });
    }

    @Test
    void theDeployerAssumesTheRolesOfTheCdkPushesImagesAndStartsTheMigration() {
        assertThat(PolicyStatements.ofRole(PRODUCTION, "Deployer"))
                .hasSize(7)
                .anySatisfy(statement -> {
                    assertThat(statement.actions()).containsExactly("sts:AssumeRole");
                    assertThat(statement.resources())
                            .containsExactlyInAnyOrder(
                                    bootstrapRole("deploy"), bootstrapRole("file-publishing"), bootstrapRole("lookup"));
                })
                .anySatisfy(statement -> {
                    assertThat(statement.actions()).contains("ecr:PutImage", "ecr:DescribeImages");
                    assertThat(statement.resources()).hasSize(2).allMatch(resource -> resource.contains("images:"));
                })
                .anySatisfy(statement -> {
                    assertThat(statement.actions()).containsExactly("ecs:RunTask");
                    assertThat(statement.resources())
                            .singleElement()
                            .asString()
                            .endsWith(":task-definition/petty-production-run:*");
                    assertThat(statement
                                    .json()
                                    .at("/Condition/ArnEquals/ecs:cluster")
                                    .toString())
                            .contains("cluster/petty-production-programs");
                })
                .anySatisfy(statement -> {
                    assertThat(statement.actions()).containsExactly("iam:PassRole");
                    assertThat(statement.resources()).hasSize(2).allMatch(resource -> resource.contains("jobs:"));
                    assertThat(statement.json().path("Condition"))
                            .hasToString("{\"StringEquals\":{\"iam:PassedToService\":\"ecs-tasks.amazonaws.com\"}}");
                });
    }

    @Test
    void theReaderAssumesOnlyTheLookupRole() {
        assertThat(PolicyStatements.ofRole(PRODUCTION, "Reader"))
                .singleElement()
                .satisfies(statement -> {
                    assertThat(statement.actions()).containsExactly("sts:AssumeRole");
                    assertThat(statement.resources()).containsExactly(bootstrapRole("lookup"));
                });
    }

    @Test
    void aStageWithoutARepositoryHasNoRolesForWorkflows() {
        assertThat(Synthesized.of(Stage.STAGING).stacks()).doesNotContainKey("deploy");
    }

    /** An account can have only one provider for an issuer. */
    @Test
    void anExistingIdentityProviderIsUsed() {
        String provider = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
        Map<String, Object> context = new HashMap<>(Synthesized.context(
                Stage.STAGING, Map.of("repository", "example/petty", "identityProvider", provider)));
        App app = new App(AppProps.builder().context(context).build());
        Template deploy = PettyStacks.of(app, Map.of()).stacks().stream()
                .filter(stack -> stack.getStackName().endsWith("-deploy"))
                .map(Template::fromStack)
                .findFirst()
                .orElseThrow();

        deploy.resourceCountIs("AWS::IAM::OIDCProvider", 0);
        deploy.allResourcesProperties(
                "AWS::IAM::Role",
                Match.objectLike(Map.of(
                        "AssumeRolePolicyDocument",
                        Match.objectLike(Map.of(
                                "Statement",
                                List.of(Match.objectLike(Map.of("Principal", Map.of("Federated", provider)))))))));
    }
}
