package io.petty.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.tasks.PolicySimulator.Grant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The grants that no call of the test uses, and why roles have them. */
final class UnusedGrants {
    /** The suffix of a task's name that stands for its execution role. */
    static final String EXECUTION = "/execution";

    private static final String ANY = "[a-z]+";
    private static final String PULL = "ECS pulls the image, which no process needs.";
    private static final String COLLECTOR = "The collector sends these, and the test takes its place.";
    private static final String UPLOAD = "Only an upload in parts that failed is aborted.";
    private static final String MISSING = "Without it, S3 answers 403 for a missing object. Here none is missing.";
    private static final String WORKERS = "Workers read these. A run with --spark-master=local reads them itself.";
    private static final String LOGIN = "The first program that uses a new database creates the login of readers.";

    private static final List<Reason> REASONS = List.of(
            new Reason(ANY + EXECUTION, "ecr:.*", ".*", PULL),
            new Reason(
                    ANY + EXECUTION, "secretsmanager:DescribeSecret", ".*", "The CDK grants it with GetSecretValue."),
            new Reason(
                    "worker" + EXECUTION,
                    "ssm:(DescribeParameters|GetParameter|GetParameterHistory)",
                    ".*/spark-master",
                    "The CDK grants them with GetParameters."),
            new Reason("run", "s3:GetObject", ".*-(raw|feedback)[0-9a-f]+-.*", WORKERS),
            new Reason(ANY, "xray:.*", ".*", COLLECTOR),
            new Reason("run|maintenance|worker", "s3:AbortMultipartUpload", ".*/tables/\\*", UPLOAD),
            new Reason("run|api|worker", "s3:ListBucket", ".*-(raw|lake|feedback)[0-9a-f]+-.*", MISSING),
            new Reason("access|maintenance", "secretsmanager:GetSecretValue", ".*/database-reader-.*", LOGIN));

    /**
     * Why grants are there that no call used.
     *
     * @param task pattern of the task's name; with {@link #EXECUTION} for its execution role
     * @param action pattern
     * @param resource pattern
     */
    private record Reason(String task, String action, String resource, String text) {
        boolean explains(String ofTask, Grant grant) {
            return ofTask.matches(task)
                    && grant.action().matches(action)
                    && grant.resource().matches(resource);
        }
    }

    private UnusedGrants() {}

    /**
     * Asserts that each unused grant has exactly one reason.
     *
     * @param unused grants by task
     */
    static void assertReasons(Map<String, Set<Grant>> unused) {
        Map<String, Long> unexplained = new TreeMap<>();
        unused.forEach((task, grants) -> grants.forEach(grant -> {
            long reasons = REASONS.stream()
                    .filter(reason -> reason.explains(task, grant))
                    .count();
            if (reasons != 1) {
                unexplained.put(grant.toString(), reasons);
            }
        }));
        assertThat(unexplained)
                .as("grants that no call used, and the number of their reasons")
                .isEmpty();
    }

    /** Asserts that each reason explains an unused grant of a stage. */
    static void assertAllNeeded(List<Map<String, Set<Grant>>> unusedOfStages) {
        assertThat(REASONS)
                .allMatch(reason -> unusedOfStages.stream()
                        .flatMap(unused -> unused.entrySet().stream())
                        .anyMatch(task ->
                                task.getValue().stream().anyMatch(grant -> reason.explains(task.getKey(), grant))));
    }
}
