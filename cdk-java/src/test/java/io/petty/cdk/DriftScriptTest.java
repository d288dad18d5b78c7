package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@code .ci/drift} with answers in the form that CloudFormation's API reference describes. */
class DriftScriptTest {
    private static final String AWS = """
            case $2 in
              describe-stacks) echo "$STACKS" ;;
              detect-stack-drift) echo "id-of-$4" ;;
              describe-stack-drift-detection-status)
                if [ ! -f "$HOME/$4" ]; then
                  touch "$HOME/$4"
                  printf 'DETECTION_IN_PROGRESS\\tNone\\n'
                else
                  printf '%s\\n' "${STATUS:-DETECTION_COMPLETE None}"
                fi ;;
              describe-stack-resource-drifts) echo "$DRIFTS" ;;
            esac
            """;
    private static final String NONE = "{\"StackResourceDrifts\": []}";

    @TempDir
    private Path folder;

    private String drift(int code, Map<String, String> environment) throws IOException, InterruptedException {
        Script script = new Script(Path.of("..", ".ci", "drift"), folder);
        script.program("aws", AWS);
        Map<String, String> all = new HashMap<>(Map.of(
                "STACKS", "petty-staging-api petty-staging-workers",
                "HOME", folder.toString(),
                "DRIFT_INTERVAL", "0"));
        all.putAll(environment);
        return script.run(code, all, List.of("staging"));
    }

    private static String drifts(String type, String status, String path) {
        return """
                {"StackResourceDrifts": [{"LogicalResourceId": "Thing", "PhysicalResourceId": "petty-thing",
                  "ResourceType": "%s", "StackResourceDriftStatus": "%s",
                  "PropertyDifferences": [{"PropertyPath": "%s", "ExpectedValue": "60", "ActualValue": "4000"}]}]}
                """.formatted(type, status, path);
    }

    @Test
    void listsStacksWithoutDifferences() throws Exception {
        assertThat(drift(0, Map.of("DRIFTS", NONE)))
                .isEqualTo("petty-staging-api: no difference\npetty-staging-workers: no difference\n");
    }

    @Test
    void showsTheChangedProperty() throws Exception {
        String changed =
                drifts("AWS::ElasticLoadBalancingV2::LoadBalancer", "MODIFIED", "/LoadBalancerAttributes/0/Value");

        assertThat(drift(1, Map.of("DRIFTS", changed, "STACKS", "petty-staging-api")))
                .isEqualTo("""
                petty-staging-api
                Thing (AWS::ElasticLoadBalancingV2::LoadBalancer petty-thing): MODIFIED
                  /LoadBalancerAttributes/0/Value: 60 is now 4000
                """);
    }

    @Test
    void countsADeletedResourceAsADifference() throws Exception {
        String deleted =
                "{\"StackResourceDrifts\": [{\"LogicalResourceId\": \"Log\", \"PhysicalResourceId\": \"/petty/staging/api\","
                        + " \"ResourceType\": \"AWS::Logs::LogGroup\", \"StackResourceDriftStatus\": \"DELETED\"}]}";

        assertThat(drift(1, Map.of("DRIFTS", deleted)))
                .contains("Log (AWS::Logs::LogGroup /petty/staging/api): DELETED");
    }

    /** The function that follows the run writes the parameter and scales the service. */
    @Test
    void ignoresChangesThatARunMakes() throws Exception {
        assertThat(drift(0, Map.of("DRIFTS", drifts("AWS::SSM::Parameter", "MODIFIED", "/Value"))))
                .contains("petty-staging-workers: no difference");
        assertThat(drift(0, Map.of("DRIFTS", drifts("AWS::ECS::Service", "MODIFIED", "/DesiredCount"))))
                .contains("petty-staging-workers: no difference");
        assertThat(drift(1, Map.of("DRIFTS", drifts("AWS::ECS::Service", "MODIFIED", "/TaskDefinition"))))
                .contains("/TaskDefinition: 60 is now 4000");
    }

    @Test
    void failsIfAStackCannotBeCompared() throws Exception {
        assertThat(drift(1, Map.of("DRIFTS", NONE, "STATUS", "DETECTION_FAILED Access denied to read a topic")))
                .contains("petty-staging-api couldn't be compared as a whole: Access denied to read a topic");
    }

    @Test
    void failsIfTheStageHasNoStacks() throws Exception {
        assertThat(drift(1, Map.of("DRIFTS", NONE, "STACKS", ""))).contains("there are no stacks petty-staging-*");
    }
}
