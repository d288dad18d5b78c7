package io.petty.cdk.program;

import io.petty.cdk.construct.Findings;
import io.petty.cdk.construct.Permissions;
import io.petty.cdk.construct.PettyStack;
import io.petty.cdk.network.SparkPorts;
import io.petty.cdk.settings.StageSettings;
import io.petty.cdk.storage.StorageStack;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.ecs.CapacityProviderStrategy;
import software.amazon.awscdk.services.ecs.DeploymentCircuitBreaker;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.Secret;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Permission;
import software.amazon.awscdk.services.ssm.StringParameter;
import software.constructs.Construct;

/**
 * The Spark workers of a run, on spare capacity (Fargate Spot). A function starts them when the run's task starts, and
 * ends them when that task ends. They join the master in that task. During the run the service replaces workers that
 * Spot reclaims.
 */
public final class WorkersStack extends PettyStack {
    /** The name of the function without the prefix of the stage. */
    public static final String FUNCTION = "follow-run";

    /** The commands of a run's task that compute partitions. Others, such as {@code status}, need no workers. */
    static final List<String> COMPUTING = List.of("run", "rerun", "backfill", "rollback", "forget");

    private static final int DISK = 100;
    private static final String RUN = "run";
    private static final String PURPOSE = "Starts the workers with a run and ends them with it";
    private static final String NO_MASTER = "none";

    private final String cluster;
    private final StringParameter master;

    public WorkersStack(Construct scope, Deployment deployment) {
        super(scope, deployment.settings(), "workers", "Spark workers that follow the run");
        StageSettings settings = deployment.settings();
        cluster = settings.name("programs");
        master = StringParameter.Builder.create(this, "Master")
                .parameterName("/petty/%s/spark-master".formatted(settings.stage()))
                .description("The Spark master of the run in progress, or of the last one")
                .stringValue(NO_MASTER)
                .build();
        ProgramTask task = new ProgramTask(
                this,
                "Worker",
                settings,
                new ProgramTask.Program(
                        "worker",
                        deployment.images().command(),
                        settings.workerVcpu(),
                        DISK,
                        SparkProcesses.worker(settings),
                        SparkProcesses.processEnvironment(),
                        secrets(deployment),
                        null,
                        null,
                        CollectorSettings.ALL_TRACES));
        task.decryptSecrets(deployment.secrets().key());
        permissions(task, deployment.storage());
        FargateService service = FargateService.Builder.create(this, "Workers")
                .serviceName(settings.name("workers"))
                .cluster(deployment.cluster().cluster())
                .taskDefinition(task.definition())
                // Otherwise the first deployment would start a worker without a master, and fail. A deployment during
                // a run ends its workers, and the function starts them again within five minutes.
                .desiredCount(0)
                .minHealthyPercent(0)
                .maxHealthyPercent(200)
                .capacityProviderStrategies(List.of(CapacityProviderStrategy.builder()
                        .capacityProvider("FARGATE_SPOT")
                        .weight(1)
                        .build()))
                .circuitBreaker(
                        DeploymentCircuitBreaker.builder().rollback(true).build())
                .vpcSubnets(deployment.network().programs())
                .securityGroups(List.of(deployment.network().workersOfRun()))
                .assignPublicIp(false)
                .build();
        Function function = function();
        function.getNode().addDependency(service);
        CfnRule.Builder changes = CfnRule.Builder.create(this, "RunChanges")
                .name(settings.name("run-changes"))
                .description("Tasks of the run that start or end")
                .eventPattern(TaskEvents.all(deployment.cluster().cluster(), settings.name(RUN)));
        call(function, "RunChangesMayCall", changes);
        CfnRule.Builder regularly = CfnRule.Builder.create(this, "Regularly")
                .name(settings.name("workers-checked"))
                .description("Repeats the check, in case the function missed a change or failed")
                .scheduleExpression("rate(5 minutes)");
        call(function, "RegularlyMayCall", regularly);
    }

    private Map<String, Secret> secrets(Deployment deployment) {
        Map<String, Secret> secrets = new TreeMap<>(deployment.secrets().spark());
        secrets.put("PETTY_SPARK_MASTER", Secret.fromSsmParameter(master));
        return secrets;
    }

    /**
     * Allows a worker to read and write objects. A worker opens files by name and writes new ones. Only the run deletes
     * and commits files, and only the run uses the database.
     */
    private static void permissions(ProgramTask task, StorageStack storage) {
        task.permissions()
                .readObjects(storage.raw(), "raw")
                .readObjects(storage.feedback(), "feedback")
                .readObjects(storage.lake(), StorageStack.TABLES)
                .writeObjects(storage.lake(), StorageStack.TABLES)
                .encrypt(storage.key());
        task.acceptWildcards(
                Permissions.below(storage.raw(), "raw"),
                Permissions.below(storage.feedback(), "feedback"),
                Permissions.below(storage.lake(), StorageStack.TABLES));
    }

    private Function function() {
        StageSettings settings = settings();
        Role role = NodeFunction.role(this, "FunctionRole", PURPOSE);
        role.addToPolicy(PolicyStatement.Builder.create()
                .actions(List.of("ecs:ListTasks"))
                .resources(List.of("*"))
                .conditions(Map.of("ArnEquals", Map.of("ecs:cluster", arn("ecs", "cluster/" + cluster))))
                .build());
        String service = "service/%s/%s".formatted(cluster, settings.name("workers"));
        new Permissions(role)
                .allow(List.of("ecs:DescribeTasks"), List.of(arn("ecs", "task/%s/*".formatted(cluster))))
                .allow(List.of("ecs:UpdateService"), List.of(arn("ecs", service)))
                .allow(List.of("ssm:GetParameter", "ssm:PutParameter"), List.of(master.getParameterArn()));
        Function function = NodeFunction.make(
                this,
                "FollowRun",
                "FunctionLog",
                FUNCTION,
                PURPOSE,
                role,
                Map.of(
                        "CLUSTER", cluster,
                        "SERVICE", settings.name("workers"),
                        "PARAMETER", master.getParameterName(),
                        "RUN", RUN,
                        "FAMILY", settings.name(RUN),
                        "COMMANDS", String.join(",", COMPUTING),
                        "PORT", String.valueOf(SparkPorts.MASTER),
                        "WORKERS", String.valueOf(settings.workers())));
        Findings.accept(
                role,
                "AwsSolutions-IAM5",
                "ecs:ListTasks doesn't support resources; a condition limits it to one cluster. Tasks get their ids when they"
                        + " start, and Lambda names the streams of the function's own log.");
        return function;
    }

    private void call(Function function, String permission, CfnRule.Builder rule) {
        CfnRule made = rule.targets(List.of(CfnRule.TargetProperty.builder()
                        .id("function")
                        .arn(function.getFunctionArn())
                        .build()))
                .build();
        function.addPermission(
                permission,
                Permission.builder()
                        .principal(new ServicePrincipal("events.amazonaws.com"))
                        .sourceArn(made.getAttrArn())
                        .build());
    }
}
