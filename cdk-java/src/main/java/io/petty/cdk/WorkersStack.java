package io.petty.cdk;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.applicationautoscaling.AdjustmentTier;
import software.amazon.awscdk.services.applicationautoscaling.AdjustmentType;
import software.amazon.awscdk.services.applicationautoscaling.CronOptions;
import software.amazon.awscdk.services.applicationautoscaling.MetricAggregationType;
import software.amazon.awscdk.services.applicationautoscaling.ScalableTarget;
import software.amazon.awscdk.services.applicationautoscaling.ScalingSchedule;
import software.amazon.awscdk.services.applicationautoscaling.Schedule;
import software.amazon.awscdk.services.applicationautoscaling.ServiceNamespace;
import software.amazon.awscdk.services.applicationautoscaling.StepScalingAction;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.ApplicationScalingAction;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ecs.CapacityProviderStrategy;
import software.amazon.awscdk.services.ecs.DeploymentCircuitBreaker;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/**
 * Workers: none while no partitions wait, more the more there are. They run on spare capacity (Fargate Spot), since what a
 * worker leaves behind another one takes up.
 */
final class WorkersStack extends Stack {
    private static final int GIBIBYTE = 1024;
    private static final int DISK = 100;
    private static final Duration MINUTE = Duration.minutes(1);
    private static final Duration BETWEEN_STEPS = Duration.minutes(2);
    private static final int QUIET_MINUTES = 10;

    private final StageSettings settings;
    private final Queue queue;

    WorkersStack(Construct scope, String id, StackProps props, Deployment deployment) {
        super(scope, id, props);
        settings = deployment.settings();
        queue = deployment.queues().partitions();
        ProgramTask task = new ProgramTask(
                this,
                "Worker",
                settings,
                new ProgramTask.Program(
                        "worker",
                        deployment.images().command(),
                        settings.workerVcpu(),
                        2 * settings.workerVcpu() * GIBIBYTE,
                        DISK,
                        List.of("worker"),
                        ProgramSettings.distributed(
                                settings,
                                deployment.storage(),
                                deployment.database(),
                                deployment.queues(),
                                settings.workerVcpu()),
                        deployment.secrets().userKey(),
                        CollectorSettings.traces(getRegion()),
                        null));
        permissions(task, deployment);
        FargateService service = FargateService.Builder.create(this, "Workers")
                .serviceName(settings.name("workers"))
                .cluster(deployment.cluster().cluster())
                .taskDefinition(task.definition())
                .desiredCount(0)
                .minHealthyPercent(0)
                .maxHealthyPercent(200)
                .capacityProviderStrategies(List.of(CapacityProviderStrategy.builder()
                        .capacityProvider("FARGATE_SPOT")
                        .weight(1)
                        .build()))
                .circuitBreaker(
                        DeploymentCircuitBreaker.builder().rollback(true).build())
                .vpcSubnets(SubnetSelection.builder()
                        .subnetType(SubnetType.PRIVATE_WITH_EGRESS)
                        .build())
                .securityGroups(List.of(deployment.network().jobs()))
                .assignPublicIp(false)
                .build();
        scale(service, deployment);
    }

    private void permissions(ProgramTask task, Deployment deployment) {
        StorageStack storage = deployment.storage();
        task.permissions()
                .listObjects(storage.raw())
                .readObjects(storage.raw(), "raw")
                .listObjects(storage.feedback())
                .readObjects(storage.feedback(), "feedback")
                .listObjects(storage.lake())
                .readObjects(storage.lake(), StorageStack.TABLES)
                .writeObjects(storage.lake(), StorageStack.TABLES)
                .readObjects(storage.lake(), StorageStack.WORK)
                .writeObjects(storage.lake(), StorageStack.WORK)
                .deleteObjects(storage.lake(), StorageStack.WORK)
                .encrypt(storage.key())
                .receive(deployment.queues().partitions())
                .sendAlone(deployment.queues().deadLetters())
                .encrypt(deployment.queues().key())
                .readSecret(deployment.database().login())
                .decrypt(deployment.database().key())
                .putFigures(settings.metricNamespace());
        task.acceptWildcards(
                Permissions.below(storage.raw(), "raw"),
                Permissions.below(storage.feedback(), "feedback"),
                Permissions.below(storage.lake(), StorageStack.TABLES),
                Permissions.below(storage.lake(), StorageStack.WORK));
    }

    private void scale(FargateService service, Deployment deployment) {
        ScalableTarget workers = ScalableTarget.Builder.create(this, "Count")
                .serviceNamespace(ServiceNamespace.ECS)
                .scalableDimension("ecs:service:DesiredCount")
                .resourceId("service/%s/%s"
                        .formatted(deployment.cluster().cluster().getClusterName(), service.getServiceName()))
                .minCapacity(0)
                .maxCapacity(settings.mostWorkers())
                .role(Role.fromRoleArn(
                        this,
                        "ScalingRole",
                        "arn:%s:iam::%s:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService"
                                .formatted(getPartition(), getAccount())))
                .build();
        workers.getNode().addDependency(service);

        StepScalingAction more = StepScalingAction.Builder.create(this, "More")
                .scalingTarget(workers)
                .adjustmentType(AdjustmentType.CHANGE_IN_CAPACITY)
                .metricAggregationType(MetricAggregationType.MAXIMUM)
                .cooldown(BETWEEN_STEPS)
                .build();
        // A small day is done by a few; when half of all partitions wait, all workers there may be are of use.
        int few = settings.partitions() / 8;
        int many = settings.partitions() / 2;
        more.addAdjustment(tier(0, few, Math.max(1, settings.mostWorkers() / 10)));
        more.addAdjustment(tier(few, many, Math.max(1, settings.mostWorkers() / 4)));
        more.addAdjustment(AdjustmentTier.builder()
                .lowerBound(many)
                .adjustment(settings.mostWorkers())
                .build());
        Alarm waiting = Alarm.Builder.create(this, "PartitionsWait")
                .alarmName(settings.name("partitions-wait"))
                .alarmDescription("Starts workers; nobody needs to do anything.")
                .metric(visible())
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .threshold(1)
                .evaluationPeriods(1)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
        waiting.addAlarmAction(new ApplicationScalingAction(more));

        // Only when nothing waits and nobody works: a worker that is sent away has to leave its partition to another.
        StepScalingAction none = StepScalingAction.Builder.create(this, "None")
                .scalingTarget(workers)
                .adjustmentType(AdjustmentType.EXACT_CAPACITY)
                .metricAggregationType(MetricAggregationType.MAXIMUM)
                .build();
        none.addAdjustment(AdjustmentTier.builder().upperBound(0).adjustment(0).build());
        Alarm quiet = Alarm.Builder.create(this, "NoPartitions")
                .alarmName(settings.name("no-partitions"))
                .alarmDescription("Ends workers; nobody needs to do anything.")
                .metric(MathExpression.Builder.create()
                        .expression("visible + taken")
                        .usingMetrics(Map.of("visible", visible(), "taken", taken()))
                        .period(MINUTE)
                        .label("Partitions that wait or are worked on")
                        .build())
                .comparisonOperator(ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD)
                .threshold(0)
                .evaluationPeriods(QUIET_MINUTES)
                .treatMissingData(TreatMissingData.IGNORE)
                .build();
        quiet.addAlarmAction(new ApplicationScalingAction(none));

        // A queue that nobody asked for hours tells its length up to 15 minutes late. One worker is there when a run
        // begins, and asks.
        workers.scaleOnSchedule(
                "BeforeTheNight",
                ScalingSchedule.builder()
                        .schedule(Schedule.cron(CronOptions.builder()
                                .hour(settings.nightlyHours())
                                .minute("0")
                                .build()))
                        .minCapacity(1)
                        .build());
        workers.scaleOnSchedule(
                "InTheNight",
                ScalingSchedule.builder()
                        .schedule(Schedule.cron(CronOptions.builder()
                                .hour(settings.nightlyHours())
                                .minute("20")
                                .build()))
                        .minCapacity(0)
                        .build());
    }

    private static AdjustmentTier tier(int from, int to, int more) {
        return AdjustmentTier.builder()
                .lowerBound(from)
                .upperBound(to)
                .adjustment(more)
                .build();
    }

    private IMetric visible() {
        return queue.metricApproximateNumberOfMessagesVisible(options());
    }

    private IMetric taken() {
        return queue.metricApproximateNumberOfMessagesNotVisible(options());
    }

    private static MetricOptions options() {
        return MetricOptions.builder().period(MINUTE).statistic("Maximum").build();
    }
}
