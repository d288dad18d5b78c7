package io.petty.cdk.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.ecs.ICluster;

/** Patterns of the events that ECS sends about tasks and services. */
public final class TaskEvents {
    private TaskEvents() {}

    /** Returns the pattern of all events, from a task's start to its end. */
    static Map<String, Object> all(ICluster cluster, String family) {
        return pattern(detail(cluster, family));
    }

    /**
     * Returns the pattern of tasks that ended and may have changed tables: the nightly run, and the commands that
     * compute. A run that fails (1), is rejected by its audit (4) or is incomplete (5) may have published other days.
     */
    static Map<String, Object> changes(ICluster cluster, String family, String program) {
        Map<String, Object> detail = ended(cluster, family);
        detail.put("containers", Map.of("name", List.of(program), "exitCode", List.of(0, 1, 4, 5)));
        List<Object> commands = new ArrayList<>(WorkersStack.COMPUTING);
        // A task that the schedule starts has the command of its definition.
        commands.add(Map.of("exists", false));
        detail.put("overrides", Map.of("containerOverrides", Map.of("command", commands)));
        return pattern(detail);
    }

    /**
     * Returns the pattern of tasks that ended before any container started, for example because their image is missing.
     */
    public static Map<String, Object> neverStarted(ICluster cluster, List<String> families) {
        return pattern(Map.of(
                "clusterArn", List.of(cluster.getClusterArn()),
                "group", families.stream().map(family -> "family:" + family).toList(),
                "lastStatus", List.of("STOPPED"),
                "stopCode", List.of("TaskFailedToStart")));
    }

    /** Returns the pattern of services whose tasks can't start because there is no capacity. */
    public static Map<String, Object> withoutCapacity(ICluster cluster) {
        return Map.of(
                "source",
                List.of("aws.ecs"),
                "detail-type",
                List.of("ECS Service Action"),
                "detail",
                Map.of(
                        "clusterArn",
                        List.of(cluster.getClusterArn()),
                        "eventName",
                        List.of("SERVICE_TASK_PLACEMENT_FAILURE")));
    }

    /** Returns the pattern of deployments of services that failed and were rolled back. */
    public static Map<String, Object> failedDeployments(List<String> services) {
        return Map.of(
                "source",
                List.of("aws.ecs"),
                "detail-type",
                List.of("ECS Deployment State Change"),
                "resources",
                services,
                "detail",
                Map.of("eventName", List.of("SERVICE_DEPLOYMENT_FAILED")));
    }

    /**
     * Returns the pattern of tasks whose program ended with an exit code other than 0 and 3. Code 3 isn't a failure:
     * another run was in progress. The task's other containers don't count, because ECS ends them with a signal.
     * EventBridge matches name and code within the same element of the list.
     */
    public static Map<String, Object> failures(ICluster cluster, String family, String program) {
        Map<String, Object> detail = ended(cluster, family);
        detail.put(
                "containers",
                Map.of("name", List.of(program), "exitCode", List.of(1, 2, Map.of("numeric", List.of(">", 3)))));
        return pattern(detail);
    }

    private static Map<String, Object> ended(ICluster cluster, String family) {
        Map<String, Object> detail = detail(cluster, family);
        detail.put("lastStatus", List.of("STOPPED"));
        return detail;
    }

    private static Map<String, Object> detail(ICluster cluster, String family) {
        return new TreeMap<>(Map.of(
                "clusterArn", List.of(cluster.getClusterArn()),
                "group", List.of("family:" + family)));
    }

    private static Map<String, Object> pattern(Map<String, Object> detail) {
        return Map.of("source", List.of("aws.ecs"), "detail-type", List.of("ECS Task State Change"), "detail", detail);
    }
}
