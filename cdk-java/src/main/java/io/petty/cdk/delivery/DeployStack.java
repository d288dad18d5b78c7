package io.petty.cdk.delivery;

import io.petty.cdk.construct.Findings;
import io.petty.cdk.construct.Permissions;
import io.petty.cdk.construct.PettyStack;
import io.petty.cdk.settings.StageSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.DefaultStackSynthesizer;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.iam.CfnOIDCProvider;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.WebIdentityPrincipal;
import software.constructs.Construct;

/**
 * The roles of the workflows on GitHub: one that deploys this stage, and one that only compares it with its templates.
 * Workflows log in with a token that GitHub signs, so no password is stored. Each role accepts one environment of one
 * repository, and who may use that environment is decided on GitHub.
 */
public final class DeployStack extends PettyStack {
    private static final String ISSUER = "token.actions.githubusercontent.com";
    private static final String AUDIENCE = "sts.amazonaws.com";

    /** Longer than a deployment takes, which mostly waits for Aurora. */
    private static final Duration SESSION = Duration.hours(2);

    private final String cluster;

    public DeployStack(Construct scope, StageSettings settings, ImagesStack images, FargateTaskDefinition run) {
        super(scope, settings, "deploy", "Roles of the workflows that deploy");
        cluster = settings.name("programs");
        String provider = settings.identityProvider() != null
                ? settings.identityProvider()
                : CfnOIDCProvider.Builder.create(this, "GitHub")
                        .url("https://" + ISSUER)
                        .clientIdList(List.of(AUDIENCE))
                        .build()
                        .getAttrArn();
        Role deployer = role("Deployer", "deployer", "Deploys " + settings.stage(), provider, settings.stage());
        Permissions permissions = new Permissions(deployer)
                .allow(List.of("sts:AssumeRole"), bootstrapRoles("deploy", "file-publishing", "lookup"))
                .allow(List.of("ecr:GetAuthorizationToken"), List.of("*"))
                .allow(
                        List.of(
                                "ecr:BatchCheckLayerAvailability",
                                "ecr:BatchGetImage",
                                "ecr:CompleteLayerUpload",
                                "ecr:DescribeImages",
                                "ecr:GetDownloadUrlForLayer",
                                "ecr:InitiateLayerUpload",
                                "ecr:PutImage",
                                "ecr:UploadLayerPart"),
                        List.of(
                                images.command().getRepositoryArn(),
                                images.api().getRepositoryArn()));
        migrate(deployer, permissions, run);
        Findings.acceptWildcards(
                deployer,
                "ecr:GetAuthorizationToken and ecs:ListTasks don't support resources; a condition limits the latter to one"
                        + " cluster. Revisions of a task definition and tasks get their names later.",
                List.of(
                        "Resource::*",
                        finding("ecs", "task-definition/%s:*".formatted(settings.name("run"))),
                        finding("ecs", "task/%s/*".formatted(cluster))));
        Role reader = role(
                "Reader",
                "reader",
                "Compares %s with its templates".formatted(settings.stage()),
                provider,
                settings.stage() + "-read");
        new Permissions(reader).allow(List.of("sts:AssumeRole"), bootstrapRoles("lookup"));
        output("DeployerRole", "The role of the workflow that deploys", deployer.getRoleArn());
        output("ReaderRole", "The role of workflows that show differences", reader.getRoleArn());
    }

    private Role role(String id, String name, String description, String provider, String environment) {
        return Role.Builder.create(this, id)
                .roleName(settings().name(name))
                .description(description)
                .assumedBy(new WebIdentityPrincipal(
                        provider,
                        Map.of(
                                "StringEquals",
                                // Sorted, because the order in Map.of differs from process to process.
                                new TreeMap<>(Map.of(
                                        ISSUER + ":aud",
                                        AUDIENCE,
                                        ISSUER + ":sub",
                                        "repo:%s:environment:%s"
                                                .formatted(
                                                        Objects.requireNonNull(
                                                                settings().repository()),
                                                        environment))))))
                .maxSessionDuration(SESSION)
                .build();
    }

    /** Returns the roles that {@code cdk bootstrap} created. The CDK uses them for all that it does. */
    private List<String> bootstrapRoles(String... names) {
        return Stream.of(names)
                .map(name -> "arn:%s:iam::%s:role/cdk-%s-%s-role-%s-%s"
                        .formatted(
                                getPartition(),
                                getAccount(),
                                DefaultStackSynthesizer.DEFAULT_QUALIFIER,
                                name,
                                getAccount(),
                                getRegion()))
                .toList();
    }

    /** Allows starting a task of the run, which migrates the schema, and seeing whether one is in progress. */
    private void migrate(Role deployer, Permissions permissions, FargateTaskDefinition run) {
        Map<String, Object> inCluster = Map.of("ArnEquals", Map.of("ecs:cluster", arn("ecs", "cluster/" + cluster)));
        deployer.addToPolicy(PolicyStatement.Builder.create()
                .actions(List.of("ecs:ListTasks"))
                .resources(List.of("*"))
                .conditions(inCluster)
                .build());
        deployer.addToPolicy(PolicyStatement.Builder.create()
                .actions(List.of("ecs:RunTask"))
                .resources(List.of(
                        arn("ecs", "task-definition/%s:*".formatted(settings().name("run")))))
                .conditions(inCluster)
                .build());
        deployer.addToPolicy(PolicyStatement.Builder.create()
                .actions(List.of("iam:PassRole"))
                .resources(List.of(
                        run.getTaskRole().getRoleArn(),
                        run.obtainExecutionRole().getRoleArn()))
                .conditions(Map.of("StringEquals", Map.of("iam:PassedToService", "ecs-tasks.amazonaws.com")))
                .build());
        permissions.allow(List.of("ecs:DescribeTasks"), List.of(arn("ecs", "task/%s/*".formatted(cluster))));
    }
}
