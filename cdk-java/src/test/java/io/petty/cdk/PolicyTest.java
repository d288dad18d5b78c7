package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cdk.PolicyStatements.Statement;
import io.petty.cdk.Synthesized.Stage;
import io.petty.cdk.Synthesized.Variant;
import io.petty.cdk.settings.Size;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that no policy of any stack uses {@code *} where AWS supports something narrower. */
class PolicyTest {
    /**
     * Actions without resource types in AWS's Service Authorization Reference (the pages of Amazon ECR, CloudWatch,
     * X-Ray and Secrets Manager, columns "Resource types"): a policy can only name {@code *} for them. The
     * action {@code ecs:ListTasks} supports only container instances, which Fargate doesn't use.
     */
    private static final Set<String> WITHOUT_RESOURCE = Set.of(
            "ecr:GetAuthorizationToken",
            "cloudwatch:PutMetricData",
            "ecs:ListTasks",
            "secretsmanager:GetRandomPassword",
            "xray:PutTelemetryRecords",
            "xray:PutTraceSegments");

    /**
     * Resources that may end with a wildcard, because their names are created while programs run: objects below a
     * folder of a bucket, streams of a log, tasks of the cluster, revisions of a task definition, and backups.
     */
    private static final List<Pattern> NAMED_LATER = List.of(
            Pattern.compile("\\{[^}]*(Raw|Lake|Feedback|Logs)[^}]*}/(raw|tables|feedback|lake|results)/\\*"),
            Pattern.compile(
                    "arn:\\{AWS::Partition}:logs:[a-z0-9-]+:\\{AWS::AccountId}:log-group:/petty/[a-z]+/[a-z-]+:log-stream:\\*"),
            Pattern.compile(
                    "arn:\\{AWS::Partition}:logs:[a-z0-9-]+:\\{AWS::AccountId}:log-group:/aws-glue/crawlers\\*"),
            Pattern.compile(
                    "arn:\\{AWS::Partition}:rds:[a-z0-9-]+:\\{AWS::AccountId}:(cluster-)?snapshot:awsbackup:\\*"),
            Pattern.compile("arn:\\{AWS::Partition}:ecs:[a-z0-9-]+:\\{AWS::AccountId}:task/petty-[a-z]+-programs/\\*"),
            Pattern.compile(
                    "arn:\\{AWS::Partition}:ecs:[a-z0-9-]+:\\{AWS::AccountId}:task-definition/petty-[a-z]+-run:\\*"));

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void namesEachActionThatIsAllowed(Variant variant) {
        assertThat(PolicyStatements.of(Synthesized.of(variant)))
                .hasSizeGreaterThan(50)
                .filteredOn(Statement::allows)
                .allSatisfy(statement -> assertThat(statement.actions())
                        .as("actions in %s", statement.where())
                        .isNotEmpty()
                        .noneMatch(action -> action.contains("*")))
                .noneMatch(Statement::hasWildcardKeys);
    }

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void namesEachResourceThatAwsSupports(Variant variant) {
        assertThat(PolicyStatements.of(Synthesized.of(variant)))
                .filteredOn(Statement::allows)
                // The policy of a key names * because it applies only to that key.
                .filteredOn(statement -> !statement.where().type().equals("AWS::KMS::Key"))
                .filteredOn(statement -> !statement.assumesARole())
                .allSatisfy(statement -> {
                    if (statement.resources().contains("*")) {
                        assertThat(WITHOUT_RESOURCE)
                                .as("actions on * in %s", statement.where())
                                .containsAll(statement.actions());
                        return;
                    }
                    assertThat(statement.resources())
                            .as("resources in %s", statement.where())
                            .isNotEmpty()
                            .filteredOn(resource -> resource.contains("*"))
                            .allMatch(resource -> NAMED_LATER.stream()
                                    .anyMatch(
                                            pattern -> pattern.matcher(resource).matches()));
                });
    }

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void namesEachPrincipal(Variant variant) {
        assertThat(PolicyStatements.of(Synthesized.of(variant)))
                .filteredOn(Statement::allows)
                .allSatisfy(statement -> assertThat(statement.principals())
                        .as("principals in %s", statement.where())
                        .noneMatch(principal -> principal.contains("*")));
    }

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void usesNoAwsManagedPolicy(Variant variant) {
        assertThat(Synthesized.of(variant).resources("AWS::IAM::Role"))
                .isNotEmpty()
                .allSatisfy(role -> assertThat(role.properties().has("ManagedPolicyArns"))
                        .as("%s", role)
                        .isFalse());
    }

    @Test
    void givesEachProgramOnlyThePermissionsThatItNeeds() {
        Map<String, Set<String>> expected = Map.of(
                "ApiRole",
                Set.of(
                        "kms:Decrypt",
                        "kms:GenerateDataKey",
                        "s3:GetObject",
                        "s3:ListBucket",
                        "secretsmanager:GetSecretValue",
                        "secretsmanager:PutSecretValue",
                        "xray:PutTelemetryRecords",
                        "xray:PutTraceSegments"),
                "WorkerRole",
                Set.of(
                        "kms:Decrypt",
                        "kms:GenerateDataKey",
                        "s3:AbortMultipartUpload",
                        "s3:GetObject",
                        "s3:ListBucket",
                        "s3:PutObject"),
                "RunRole",
                Set.of(
                        "cloudwatch:PutMetricData",
                        "kms:Decrypt",
                        "kms:GenerateDataKey",
                        "s3:AbortMultipartUpload",
                        "s3:DeleteObject",
                        "s3:GetObject",
                        "s3:ListBucket",
                        "s3:PutObject",
                        "secretsmanager:GetSecretValue",
                        "xray:PutTelemetryRecords",
                        "xray:PutTraceSegments"),
                "AccessRole",
                Set.of(
                        "kms:Decrypt",
                        "kms:GenerateDataKey",
                        "secretsmanager:GetSecretValue",
                        "secretsmanager:PutSecretValue"));
        expected.forEach((role, actions) -> assertThat(PolicyStatements.ofRole(Synthesized.of(Stage.PRODUCTION), role))
                .flatExtracting(Statement::actions)
                .as(role)
                .hasSameElementsAs(actions));
    }

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void letsOnlyTasksWithACollectorSendTraces(Variant variant) {
        List<String> withCollector = Synthesized.of(variant).resources("AWS::ECS::TaskDefinition").stream()
                .filter(task -> task.properties()
                        .path("ContainerDefinitions")
                        .valueStream()
                        .anyMatch(container -> container.path("Name").asString().equals("collector")))
                .map(task -> task.id().replaceFirst("Task.*", ""))
                .toList();
        List<String> mayTrace = PolicyStatements.of(Synthesized.of(variant)).stream()
                .filter(statement -> statement.actions().contains("xray:PutTraceSegments"))
                .map(statement -> statement.where().id().replaceFirst("Role.*", ""))
                .toList();

        assertThat(withCollector).isEqualTo(mayTrace);
        assertThat(mayTrace.contains("Run")).isEqualTo(variant.size() != Size.SMALL);
        assertThat(mayTrace).doesNotContain("Access");
    }

    /**
     * The permissions that ECS needs to start a task, such as access to its secrets, belong to another role, which no
     * program gets.
     */
    @Test
    void letsWorkersOnlyReadAndWriteObjects() {
        assertThat(PolicyStatements.ofRole(Synthesized.of(Stage.PRODUCTION), "WorkerRole"))
                .filteredOn(statement -> statement.actions().contains("s3:PutObject"))
                .as("what workers may write")
                .singleElement()
                .satisfies(statement ->
                        assertThat(statement.resources()).allMatch(resource -> resource.endsWith("/tables/*")));
        assertThat(PolicyStatements.of(Synthesized.of(Stage.PRODUCTION)))
                .filteredOn(statement -> statement.where().stack().equals("workers"))
                .flatExtracting(Statement::resources)
                .as("resources that the stack of the workers may use")
                .noneMatch(resource -> resource.toLowerCase(Locale.ROOT).contains("database"));
    }

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void letsTheApiReadOnlyTheReadersLogin(Variant variant) {
        assertThat(logins(variant, "ApiRole")).containsExactly("ReaderLogin");
        for (String owner : List.of("RunRole", "MaintenanceRole", "AccessRole")) {
            assertThat(logins(variant, owner)).as(owner).containsExactlyInAnyOrder("Login", "ReaderLogin");
        }
    }

    /** Returns the ids of the database's logins that a role may read. */
    private static List<String> logins(Variant variant, String role) {
        Pattern login = Pattern.compile("database:ExportsOutputRef(\\w*Login)Attachment");
        return PolicyStatements.ofRole(Synthesized.of(variant), role).stream()
                .filter(statement -> statement.actions().contains("secretsmanager:GetSecretValue"))
                .flatMap(statement -> statement.resources().stream())
                .flatMap(resource -> login.matcher(resource).results())
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void letsTheFunctionThatFollowsTheRunScaleOneServiceAndSetOneParameter() {
        assertThat(PolicyStatements.ofRole(Synthesized.of(Stage.PRODUCTION), "FunctionRole"))
                .hasSize(5)
                .anySatisfy(statement -> {
                    assertThat(statement.actions()).containsExactly("ecs:ListTasks");
                    assertThat(statement
                                    .json()
                                    .path("Condition")
                                    .path("ArnEquals")
                                    .path("ecs:cluster")
                                    .toString())
                            .contains("cluster/petty-production-programs");
                })
                .anySatisfy(statement -> {
                    assertThat(statement.actions()).containsExactly("ecs:UpdateService");
                    assertThat(statement.resources())
                            .singleElement()
                            .asString()
                            .endsWith("service/petty-production-programs/petty-production-workers");
                })
                .anySatisfy(statement -> {
                    assertThat(statement.actions()).containsExactly("ssm:GetParameter", "ssm:PutParameter");
                    assertThat(statement.resources()).singleElement().asString().contains("{Master");
                });
    }
}
