package io.petty.cdk.observability;

import io.petty.cdk.construct.PettyStack;
import io.petty.cdk.program.TaskEvents;
import io.petty.cdk.settings.StageSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.services.ecs.ICluster;

/** Reports events that no metric shows: tasks that fail, services without capacity, failed deployments and crawls. */
final class EventMails {
    /** The tasks that end by themselves. */
    private static final List<String> TASKS = List.of("run", "maintenance", "access");

    private EventMails() {}

    static void add(Alarms alarms, PettyStack stack, ICluster cluster) {
        StageSettings settings = stack.settings();
        // A killed task can't report its failure as a metric. Code 3 is no failure: another run was in progress.
        for (String task : TASKS) {
            alarms.onEvent(
                    "Ended-" + task,
                    task + "-ended-badly",
                    "Tasks that ended with another code than 0 or 3",
                    TaskEvents.failures(cluster, settings.name(task), task));
        }
        alarms.onEvent(
                "NeverStarted",
                "tasks-never-started",
                "Tasks that ended before their program started",
                TaskEvents.neverStarted(
                        cluster, TASKS.stream().map(settings::name).toList()));
        alarms.onEvent(
                "NoCapacity",
                "no-capacity",
                "Services whose tasks Fargate has no capacity for, on Spot or on demand",
                TaskEvents.withoutCapacity(cluster));
        alarms.onEvent(
                "DeploymentFailed",
                "deployment-failed",
                "Deployments of services that were rolled back",
                TaskEvents.failedDeployments(Stream.of("api", "workers")
                        .filter(service -> settings.hasWorkers() || !service.equals("workers"))
                        .map(service -> stack.arn(
                                "ecs", "service/%s/%s".formatted(settings.name("programs"), settings.name(service))))
                        .toList()));
        if (settings.athena()) {
            alarms.onEvent(
                    "CrawlerFailed",
                    "crawler-failed",
                    "Crawls that failed: Athena sees older tables",
                    Map.of(
                            "source",
                            List.of("aws.glue"),
                            "detail-type",
                            List.of("Glue Crawler State Change"),
                            "detail",
                            Map.of("crawlerName", List.of(settings.name("tables")), "state", List.of("Failed"))));
        }
    }
}
