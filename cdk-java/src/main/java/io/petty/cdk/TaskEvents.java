package io.petty.cdk;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.ecs.ICluster;

/** Patterns of the events that ECS sends about the tasks of one task definition family. */
final class TaskEvents {
    private TaskEvents() {}

    /** Returns the pattern of all events, from a task's start to its end. */
    static Map<String, Object> all(ICluster cluster, String family) {
        return pattern(detail(cluster, family));
    }

    /** Returns the pattern of tasks that ended, successfully or not. */
    static Map<String, Object> ends(ICluster cluster, String family) {
        return pattern(ended(cluster, family));
    }

    /**
     * Returns the pattern of tasks whose program ended with an exit code other than 0 and 3. Code 3 isn't a failure:
     * another run was in progress. The task's other containers don't count, because ECS ends them with a signal.
     * EventBridge matches name and code within the same element of the list.
     */
    static Map<String, Object> failures(ICluster cluster, String family, String program) {
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
