package io.petty.cdk.program;

import io.petty.cdk.construct.Findings;
import io.petty.cdk.construct.Logging;
import io.petty.cdk.construct.Permissions;
import io.petty.cdk.network.SparkPorts;
import io.petty.cdk.settings.StageSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ecr.IRepository;
import software.amazon.awscdk.services.ecs.ContainerDefinition;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerDependency;
import software.amazon.awscdk.services.ecs.ContainerDependencyCondition;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.CpuArchitecture;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.HealthCheck;
import software.amazon.awscdk.services.ecs.MountPoint;
import software.amazon.awscdk.services.ecs.OperatingSystemFamily;
import software.amazon.awscdk.services.ecs.RuntimePlatform;
import software.amazon.awscdk.services.ecs.Secret;
import software.amazon.awscdk.services.ecs.Volume;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.logs.LogGroup;

/**
 * A Fargate task with one of our programs. If the program sends traces, the task also contains their collector, and for
 * a run with workers, the Spark master. The program's file system is read-only, except its home and its temporary
 * files, which are on the task's disk.
 */
final class ProgramTask {
    /** The folder of the home in both images. */
    static final String HOME = "/petty";

    /** User and group, as numbers: the collector's image is built from scratch and has no user names. */
    private static final String NOBODY = "65534:65534";

    private static final String COLLECTOR_IMAGE = "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3";
    private static final int COLLECTOR_MEMORY = 512;
    private static final int MASTER_MEMORY = 768;

    /** A container that ends sooner than this after its start isn't restarted. */
    private static final Duration RESTART_AFTER = Duration.seconds(60);

    private static final int GIBIBYTE = 1024;

    /** Fargate's units of a processor. */
    private static final int UNITS = 1024;

    /** The maximum that Fargate allows. It is also the time between Spot's notice and the end of a task. */
    private static final Duration STOP = Duration.seconds(120);

    /** Starts the program with the task's address in its command; see {@code docker/in-task}. */
    private static final List<String> IN_TASK = List.of("/opt/petty/in-task");

    private final Role role;
    private final FargateTaskDefinition definition;
    private final ContainerDefinition container;

    /**
     * A program and its environment.
     *
     * @param name of the component; its role, log and task are named after it
     * @param image its repository
     * @param vcpu number of processors, which also determines the {@linkplain #memory memory}
     * @param disk in GiB, from 21 to 200
     * @param command of the program; empty for the image's own
     * @param environment its settings
     * @param secrets settings that are secret
     * @param health the health check of its container; null for none
     * @param master the Spark master next to it; null for none
     * @param tracedPercentage percentage of its traces that its collector sends
     */
    record Program(
            String name,
            IRepository image,
            double vcpu,
            int disk,
            List<String> command,
            Map<String, String> environment,
            Map<String, Secret> secrets,
            @Nullable HealthCheck health,
            @Nullable Master master,
            double tracedPercentage) {
        private int ownMemory() {
            return memory(vcpu) - (sendsTraces() ? COLLECTOR_MEMORY : 0) - (master == null ? 0 : MASTER_MEMORY);
        }

        private boolean sendsTraces() {
            return environment.containsKey("PETTY_TRACES_ENDPOINT");
        }

        private boolean needsAddress() {
            return Stream.concat(command.stream(), environment.values().stream())
                    .anyMatch(text -> text.contains(SparkProcesses.ADDRESS));
        }
    }

    /**
     * The Spark master of a run, which uses the run's image.
     *
     * @param environment its settings
     * @param secrets settings that are secret
     */
    record Master(Map<String, String> environment, Map<String, Secret> secrets) {}

    /**
     * Returns the memory of a task in MiB: the minimum that Fargate offers for a number of processors. A quarter of a
     * processor gets a gibibyte, too: with half of that, Java's own memory would leave little for the heap.
     */
    static int memory(double vcpu) {
        return Math.max(GIBIBYTE, (int) (2 * vcpu * GIBIBYTE));
    }

    ProgramTask(Stack stack, String id, StageSettings settings, Program program) {
        role = Role.Builder.create(stack, id + "Role")
                .assumedBy(ServicePrincipal.Builder.create("ecs-tasks.amazonaws.com")
                        .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", stack.getAccount())))
                        .build())
                .description("Petty: " + program.name())
                .build();
        LogGroup log = Logging.group(stack, id + "Log", settings, program.name());
        definition = FargateTaskDefinition.Builder.create(stack, id + "Task")
                .family(settings.name(program.name()))
                .cpu((int) (program.vcpu() * UNITS))
                .memoryLimitMiB(memory(program.vcpu()))
                .ephemeralStorageGiB(program.disk())
                .runtimePlatform(RuntimePlatform.builder()
                        .cpuArchitecture(CpuArchitecture.X86_64)
                        .operatingSystemFamily(OperatingSystemFamily.LINUX)
                        .build())
                .taskRole(role)
                .volumes(List.of(
                        Volume.builder().name("home").build(),
                        Volume.builder().name("temporary").build()))
                .build();
        container = definition.addContainer(
                program.name(),
                ContainerDefinitionOptions.builder()
                        .image(ContainerImage.fromEcrRepository(program.image(), settings.imageTag()))
                        .entryPoint(program.needsAddress() ? IN_TASK : null)
                        .command(program.command().isEmpty() ? null : program.command())
                        .essential(true)
                        // Java sees only the container's own limit.
                        .memoryLimitMiB(program.ownMemory())
                        .user("petty")
                        .readonlyRootFilesystem(true)
                        .environment(new TreeMap<>(program.environment()))
                        .secrets(program.secrets())
                        .logging(Logging.driver(log, program.name()))
                        .healthCheck(program.health())
                        .stopTimeout(STOP)
                        .build());
        container.addMountPoints(mount("home", HOME), mount("temporary", "/tmp"));
        Findings.accept(
                definition,
                "AwsSolutions-ECS2",
                "The environment contains only settings. Secrets come from Secrets Manager.");
        if (program.sendsTraces()) {
            addCollector(CollectorSettings.traces(stack.getRegion(), program.tracedPercentage()), log);
        }
        if (program.master() != null) {
            addMaster(program, program.master(), settings, log);
        }
        Findings.acceptWildcards(
                definition.obtainExecutionRole(),
                "ecr:GetAuthorizationToken doesn't support resources.",
                List.of("Resource::*"));
    }

    private void addCollector(String configuration, LogGroup log) {
        ContainerDefinition collector = definition.addContainer(
                "collector",
                ContainerDefinitionOptions.builder()
                        .image(ContainerImage.fromRegistry(COLLECTOR_IMAGE))
                        // The program continues without its traces.
                        .essential(false)
                        .memoryLimitMiB(COLLECTOR_MEMORY)
                        .user(NOBODY)
                        .environment(Map.of("AOT_CONFIG_CONTENT", configuration))
                        .logging(Logging.driver(log, "collector"))
                        .build());
        collector.getNode().addDependency(log);
        new Permissions(role).putTraces();
    }

    /**
     * Adds a Spark master that is restarted when it ends. It recovers its state from its home and keeps its address, so
     * the run continues. If it can't be restarted, the task ends.
     */
    private void addMaster(Program program, Master master, StageSettings settings, LogGroup log) {
        definition.addVolume(Volume.builder().name("master").build());
        ContainerDefinition container = definition.addContainer(
                "master",
                ContainerDefinitionOptions.builder()
                        .image(ContainerImage.fromEcrRepository(program.image(), settings.imageTag()))
                        .entryPoint(IN_TASK)
                        .command(SparkProcesses.master())
                        .essential(true)
                        .memoryLimitMiB(MASTER_MEMORY)
                        .user("petty")
                        .readonlyRootFilesystem(true)
                        .environment(new TreeMap<>(master.environment()))
                        .secrets(master.secrets())
                        .logging(Logging.driver(log, "master"))
                        .healthCheck(HealthCheck.builder()
                                .command(
                                        List.of("CMD", "bash", "-c", "exec 3<>/dev/tcp/$HOSTNAME/" + SparkPorts.MASTER))
                                .interval(Duration.seconds(5))
                                .timeout(Duration.seconds(5))
                                .retries(10)
                                .startPeriod(Duration.seconds(60))
                                .build())
                        .enableRestartPolicy(true)
                        .restartAttemptPeriod(RESTART_AFTER)
                        .startTimeout(STOP)
                        .stopTimeout(STOP)
                        .build());
        container.addMountPoints(mount("master", HOME), mount("temporary", "/tmp"));
        this.container.addContainerDependencies(ContainerDependency.builder()
                .container(container)
                .condition(ContainerDependencyCondition.HEALTHY)
                .build());
    }

    /** Allows ECS to decrypt the program's secrets when it starts the task. */
    void decryptSecrets(IKey key) {
        new Permissions(definition.obtainExecutionRole()).decrypt(key);
    }

    private static MountPoint mount(String volume, String path) {
        return MountPoint.builder()
                .sourceVolume(volume)
                .containerPath(path)
                .readOnly(false)
                .build();
    }

    /** Accepts wildcards in the program's role: those that AWS can't narrow, and those for objects below folders. */
    void acceptWildcards(Object... folders) {
        Object[] resources = new Object[folders.length + 1];
        resources[0] = "Resource::*";
        System.arraycopy(folders, 0, resources, 1, folders.length);
        Findings.acceptWildcards(
                role,
                "Wildcards match objects below one folder of a bucket, and streams of one log. The actions of X-Ray and"
                        + " CloudWatch don't support resources; CloudWatch's are limited to one namespace.",
                List.of(resources));
    }

    Permissions permissions() {
        return new Permissions(role);
    }

    FargateTaskDefinition definition() {
        return definition;
    }

    ContainerDefinition container() {
        return container;
    }
}
