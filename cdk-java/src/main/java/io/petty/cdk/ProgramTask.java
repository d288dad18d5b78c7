package io.petty.cdk;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ecr.IRepository;
import software.amazon.awscdk.services.ecs.ContainerDefinition;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
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
import software.amazon.awscdk.services.logs.LogGroup;

/**
 * A task of Fargate with one of our programs, and beside it the collector that takes its traces (and the API's figures).
 * The program's own file system is read-only; its home and its temporary files lie on the task's disk.
 */
final class ProgramTask {
    /** The folder of the home in both images. */
    static final String HOME = "/petty";

    /** By number, since the collector's image, made from nothing, knows no names. */
    private static final String NOBODY = "65534:65534";

    private static final String COLLECTOR_IMAGE = "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3";
    private static final int COLLECTOR_MEMORY = 512;
    private static final Duration STOP = Duration.seconds(120);

    private final Role role;
    private final FargateTaskDefinition definition;
    private final ContainerDefinition container;

    /**
     * What a program runs with.
     *
     * @param name of the component, which its role, log and task are called by
     * @param image its repository
     * @param vcpu processors
     * @param memory mebibytes, which Fargate has for so many processors
     * @param disk gibibytes, from 21 to 200
     * @param command of the program; empty for the image's own
     * @param environment its settings
     * @param secrets settings that are secret
     * @param collector the configuration of the collector
     * @param health whether the image's way of asking for its health holds here
     */
    record Program(
            String name,
            IRepository image,
            int vcpu,
            int memory,
            int disk,
            List<String> command,
            Map<String, String> environment,
            Map<String, Secret> secrets,
            String collector,
            @Nullable HealthCheck health) {}

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
                .cpu(program.vcpu() * 1024)
                .memoryLimitMiB(program.memory())
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
                        .command(program.command().isEmpty() ? null : program.command())
                        .essential(true)
                        // Java sees no other limit than the container's own.
                        .memoryLimitMiB(program.memory() - COLLECTOR_MEMORY)
                        .user("petty")
                        .readonlyRootFilesystem(true)
                        .environment(new TreeMap<>(program.environment()))
                        .secrets(program.secrets())
                        .logging(Logging.driver(log, program.name()))
                        .healthCheck(program.health())
                        .stopTimeout(STOP)
                        .build());
        container.addMountPoints(mount("home", HOME), mount("temporary", "/tmp"));
        ContainerDefinition collector = definition.addContainer(
                "collector",
                ContainerDefinitionOptions.builder()
                        .image(ContainerImage.fromRegistry(COLLECTOR_IMAGE))
                        // A program goes on without its traces.
                        .essential(false)
                        .memoryLimitMiB(COLLECTOR_MEMORY)
                        .user(NOBODY)
                        .environment(Map.of("AOT_CONFIG_CONTENT", program.collector()))
                        .logging(Logging.driver(log, "collector"))
                        .build());
        Findings.accept(
                definition,
                "AwsSolutions-ECS2",
                "Settings alone are in the environment; what is secret comes from Secrets Manager.");
        collector.getNode().addDependency(log);
        new Permissions(role).putTraces();
    }

    private static MountPoint mount(String volume, String path) {
        return MountPoint.builder()
                .sourceVolume(volume)
                .containerPath(path)
                .readOnly(false)
                .build();
    }

    /** Accepts the wildcards of its roles that AWS has nothing narrower for, and those of objects below folders. */
    void acceptWildcards(Object... folders) {
        Object[] resources = new Object[folders.length + 1];
        resources[0] = "Resource::*";
        System.arraycopy(folders, 0, resources, 1, folders.length);
        Findings.acceptWildcards(
                role,
                "Objects below one folder of a bucket, streams of one log; X-Ray's and CloudWatch's actions know no resource, the latter is"
                        + " held to one namespace.",
                List.of(resources));
        Findings.acceptWildcards(
                definition.obtainExecutionRole(),
                "ecr:GetAuthorizationToken knows no resource.",
                List.of("Resource::*"));
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
