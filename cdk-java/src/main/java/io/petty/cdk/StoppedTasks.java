package io.petty.cdk;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.ecs.ICluster;

/** Events of tasks that ended. */
final class StoppedTasks {
    private StoppedTasks() {}

    /** Those of one family of definitions, however they ended. */
    static Map<String, Object> of(ICluster cluster, String family) {
        return pattern(detail(cluster, family));
    }

    /**
     * Those that ended with a code which is neither 0 nor 3: another run that is still on is no failure. The collector
     * beside a program is told to stop and ends with 0.
     */
    static Map<String, Object> failed(ICluster cluster, String family) {
        Map<String, Object> detail = detail(cluster, family);
        detail.put("containers", Map.of("exitCode", List.of(1, 2, Map.of("numeric", List.of(">", 3)))));
        return pattern(detail);
    }

    private static Map<String, Object> detail(ICluster cluster, String family) {
        return new TreeMap<>(Map.of(
                "clusterArn", List.of(cluster.getClusterArn()),
                "group", List.of("family:" + family),
                "lastStatus", List.of("STOPPED")));
    }

    private static Map<String, Object> pattern(Map<String, Object> detail) {
        return Map.of("source", List.of("aws.ecs"), "detail-type", List.of("ECS Task State Change"), "detail", detail);
    }
}
