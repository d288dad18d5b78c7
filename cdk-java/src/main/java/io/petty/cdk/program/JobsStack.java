package io.petty.cdk.program;

import io.petty.cdk.construct.Findings;
import io.petty.cdk.construct.Permissions;
import io.petty.cdk.construct.PettyStack;
import io.petty.cdk.network.NetworkStack;
import io.petty.cdk.settings.StageSettings;
import io.petty.cdk.storage.StorageStack;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.TimeZone;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ecs.FargatePlatformVersion;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.Secret;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.scheduler.CronOptionsWithTimezone;
import software.amazon.awscdk.services.scheduler.Schedule;
import software.amazon.awscdk.services.scheduler.ScheduleExpression;
import software.amazon.awscdk.services.scheduler.targets.EcsRunFargateTask;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/**
 * The tasks that start on a schedule and end by themselves: the nightly run, maintenance, and commands on tokens and
 * keys, such as the rotation of signing keys.
 */
public final class JobsStack extends PettyStack {
    private static final int RUN_DISK = 100;
    private static final int SMALL_DISK = 21;
    private static final String MAINTENANCE_HOUR = "12";

    /** The name of the queue of failed starts, without the prefix of the stage. */
    public static final String NOT_STARTED = "not-started";

    private final Deployment deployment;
    private final Queue notStarted;
    private final ProgramTask run;

    public JobsStack(Construct scope, Deployment deployment) {
        super(scope, deployment.settings(), "jobs", "Runs, maintenance, rotation");
        this.deployment = deployment;
        StageSettings settings = deployment.settings();
        notStarted = Queue.Builder.create(this, "NotStarted")
                .queueName(settings.name(NOT_STARTED))
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .retentionPeriod(Duration.days(14))
                .build();
        Findings.accept(
                notStarted,
                "AwsSolutions-SQS3",
                "This is a dead-letter queue itself: it has the schedules' starts that failed, and why.");
        run = task(
                "Run",
                "run",
                List.of("run"),
                settings.runVcpu(),
                RUN_DISK,
                ProgramSettings.run(settings, deployment.storage(), deployment.database()),
                runSecrets(),
                settings.hasWorkers()
                        ? new ProgramTask.Master(
                                SparkProcesses.processEnvironment(),
                                deployment.secrets().spark())
                        : null);
        run.decryptSecrets(deployment.secrets().key());
        runPermissions(run);
        double vcpu = Math.min(1, settings.runVcpu());
        ProgramTask maintenance = task(
                "Maintenance",
                "maintenance",
                List.of("maintain"),
                vcpu,
                SMALL_DISK,
                ProgramSettings.maintenance(settings, deployment.storage(), deployment.database()),
                Map.of(),
                null);
        changeTables(maintenance);
        maintenance.acceptWildcards(Permissions.below(deployment.storage().lake(), StorageStack.TABLES));
        ProgramTask access = task(
                "Access",
                "access",
                List.of("tokens", "rotate"),
                vcpu,
                SMALL_DISK,
                ProgramSettings.command(settings, deployment.storage(), deployment.database()),
                deployment.secrets().userKey(),
                null);
        access.decryptSecrets(deployment.secrets().key());
        accessPermissions(access);

        NetworkStack network = deployment.network();
        schedule(
                "Nightly",
                run,
                network.run(),
                cron().hour(settings.nightlyHours()),
                "Ingests and publishes deliveries");
        schedule(
                "Weekly",
                maintenance,
                network.jobs(),
                cron().hour(MAINTENANCE_HOUR).weekDay("SUN"),
                "Removes outdated data and records");
        schedule(
                "Monthly",
                access,
                network.jobs(),
                cron().hour(MAINTENANCE_HOUR).day("1"),
                "Rotates the key that signs tokens");
        if (settings.athena()) {
            crawlAfterRuns();
        }
        outputs(List.of("run", "maintenance", "access"), List.of("nightly", "weekly", "monthly"));
    }

    /** Returns the definition of the run's task. */
    public FargateTaskDefinition run() {
        return run.definition();
    }

    /** Adds the values that people pass to {@code aws ecs run-task} and {@code aws scheduler}. */
    private void outputs(List<String> tasks, List<String> schedules) {
        NetworkStack network = deployment.network();
        for (String task : tasks) {
            output(
                    capitalized(task) + "TaskDefinition",
                    "The task definition of " + task,
                    settings().name(task));
        }
        for (String schedule : schedules) {
            output(
                    capitalized(schedule) + "Schedule",
                    "The name of a schedule",
                    settings().name(schedule));
        }
        output(
                "TaskSubnets",
                "The subnets of tasks",
                String.join(
                        ",",
                        Objects.requireNonNull(
                                network.vpc().selectSubnets(network.programs()).getSubnetIds())));
        output(
                "TaskPublicAddress",
                "Whether tasks have public addresses, assignPublicIp",
                settings().hasPrivateTasks() ? "DISABLED" : "ENABLED");
        output("RunSecurityGroup", "The security group of runs", network.run().getSecurityGroupId());
        output(
                "JobsSecurityGroup",
                "The security group of maintenance and access",
                network.jobs().getSecurityGroupId());
    }

    private static String capitalized(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private ProgramTask task(
            String id,
            String name,
            List<String> command,
            double vcpu,
            int disk,
            Map<String, String> environment,
            Map<String, Secret> secrets,
            ProgramTask.@Nullable Master master) {
        return new ProgramTask(
                this,
                id,
                settings(),
                new ProgramTask.Program(
                        name,
                        deployment.images().command(),
                        vcpu,
                        disk,
                        command,
                        environment,
                        secrets,
                        null,
                        master,
                        CollectorSettings.ALL_TRACES));
    }

    private Map<String, Secret> runSecrets() {
        Map<String, Secret> secrets = new TreeMap<>(deployment.secrets().userKey());
        if (settings().hasWorkers()) {
            secrets.putAll(deployment.secrets().spark());
        }
        return secrets;
    }

    private void runPermissions(ProgramTask run) {
        StorageStack storage = deployment.storage();
        run.permissions().readObjects(storage.raw(), "raw").readObjects(storage.feedback(), "feedback");
        changeTables(run);
        run.acceptWildcards(
                Permissions.below(storage.raw(), "raw"),
                Permissions.below(storage.feedback(), "feedback"),
                Permissions.below(storage.lake(), StorageStack.TABLES));
    }

    private void changeTables(ProgramTask task) {
        StorageStack storage = deployment.storage();
        task.permissions()
                .readObjects(storage.lake(), StorageStack.TABLES)
                .writeObjects(storage.lake(), StorageStack.TABLES)
                .deleteObjects(storage.lake(), StorageStack.TABLES)
                .encrypt(storage.key())
                .readSecrets(deployment.database().key(), deployment.database().ownersLogins())
                .putFigures(settings().metricNamespace());
    }

    private void accessPermissions(ProgramTask access) {
        access.permissions()
                .changeSecret(deployment.secrets().signingKeys())
                .encrypt(deployment.secrets().key())
                .readSecrets(deployment.database().key(), deployment.database().ownersLogins());
    }

    private static CronOptionsWithTimezone.Builder cron() {
        return CronOptionsWithTimezone.builder().minute("0").timeZone(TimeZone.ETC_UTC);
    }

    private void schedule(
            String id,
            ProgramTask task,
            SecurityGroup group,
            CronOptionsWithTimezone.Builder times,
            String description) {
        Schedule.Builder.create(this, id)
                .scheduleName(settings().name(id.toLowerCase(Locale.ROOT)))
                .description(description)
                .schedule(ScheduleExpression.cron(times.build()))
                .target(EcsRunFargateTask.Builder.create(deployment.cluster().cluster())
                        .taskDefinition(task.definition())
                        .platformVersion(FargatePlatformVersion.LATEST)
                        .vpcSubnets(deployment.network().programs())
                        .securityGroups(List.of(group))
                        .assignPublicIp(!deployment.settings().hasPrivateTasks())
                        .retryAttempts(3)
                        .maxEventAge(Duration.hours(1))
                        .deadLetterQueue(notStarted)
                        .build())
                .build();
    }

    /** Updates the catalog for Athena after each run that may have changed tables. */
    private void crawlAfterRuns() {
        String workflow = arn("glue", "workflow/" + settings().name("tables"));
        Role role = Role.Builder.create(this, "CrawlRole")
                .assumedBy(new ServicePrincipal("events.amazonaws.com"))
                .description("Starts the crawler's workflow")
                .build();
        new Permissions(role).allow(List.of("glue:NotifyEvent"), List.of(workflow));
        CfnRule.Builder.create(this, "RunEnded")
                .name(settings().name("run-ended"))
                .description("Runs that ended and may have changed tables")
                .eventPattern(TaskEvents.changes(
                        deployment.cluster().cluster(), settings().name("run"), "run"))
                .targets(List.of(CfnRule.TargetProperty.builder()
                        .id("workflow")
                        .arn(workflow)
                        .roleArn(role.getRoleArn())
                        .build()))
                .build();
    }
}
