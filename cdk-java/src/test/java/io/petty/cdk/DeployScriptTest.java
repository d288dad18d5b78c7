package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cdk.Synthesized.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests {@code .ci/deploy} with stand-ins for the programs that need AWS. They record their calls. */
class DeployScriptTest {
    private static final String COMMAND = "sha256:" + "c".repeat(64);
    private static final String API = "sha256:" + "a".repeat(64);
    private static final String OUTPUTS = """
            {"petty-staging-images": {"CommandImage": "registry/petty-staging-command",
                                      "ApiImage": "registry/petty-staging-api"},
             "petty-staging-jobs": {"TaskSubnets": "subnet-1,subnet-2", "TaskPublicAddress": "DISABLED",
                                    "RunSecurityGroup": "sg-1"},
             "petty-staging-api": {"ApiUrl": "https://petty.example.org"}}
            """;
    private static final String AWS = """
            echo "aws $*" >>"$CALLS"
            case "$1 $2" in
              "ecs list-tasks") echo "${RUNNING:-0}" ;;
              "ecr describe-images")
                case "$*" in *-command*) there=${COMMAND_THERE:-} ;; *) there=${API_THERE:-} ;; esac
                [ -n "$there" ] || exit 254
                echo "$there" ;;
              "ecr get-login-password") echo password ;;
              "ecs run-task") echo task-1 ;;
              "ecs describe-tasks") echo "${CODE:-0}" ;;
            esac
            """;
    private static final String CDK = """
            echo "cdk $*" | sed 's/--app.*--outputs-file [^ ]* //' >>"$CALLS"
            case $1 in
              list) echo "$STACKS" ;;
              deploy) cp "$OUTPUTS" target/outputs.json ;;
            esac
            """;

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Script script;

    @BeforeEach
    void preparePrograms() throws IOException {
        Files.createDirectories(Path.of("target"));
        Files.createFile(folder.resolve("calls"));
        Files.writeString(folder.resolve("outputs"), OUTPUTS);
        script = new Script(Path.of("..", ".ci", "deploy"), folder);
        script.program("aws", AWS);
        script.program("cdk", CDK);
        script.program("skopeo", "[ $1 = login ] && cat >/dev/null || echo \"skopeo $*\" >>\"$CALLS\"");
        script.program("curl", """
                case "${@: -1}" in
                  */v1/days) echo -n "${DAYS:-401 application/problem+json}" ;;
                  */v1/openapi.json) echo -n "200 application/json" ;;
                  *) echo -n "200 text/html;charset=UTF-8" ;;
                esac
                """);
        environment.put("CALLS", folder.resolve("calls").toString());
        environment.put("OUTPUTS", folder.resolve("outputs").toString());
        environment.put(
                "STACKS",
                String.join(
                        "\n",
                        Synthesized.of(Stage.PRODUCTION).stacks().keySet().stream()
                                .map(stack -> "petty-staging-" + stack)
                                .toList()));
    }

    private String deploy(int code, String... arguments) throws Exception {
        return script.run(code, environment, List.of(arguments));
    }

    private String deploy(int code) throws Exception {
        return deploy(code, "staging", "1.1.0", "ghcr.io/example", COMMAND, API);
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("calls"));
    }

    @Test
    void pushesImagesThenDeploysAndMigratesBeforeTheApi() throws Exception {
        String printed = deploy(0);

        assertThat(printed).endsWith("deploy: 1.1.0 is in staging\n");
        assertThat(calls())
                .filteredOn(call -> call.matches("(cdk|skopeo).*|aws ecs (run|wait|describe).*"))
                .map(call -> call.replaceFirst(" --network.*", ""))
                .containsExactly(
                        "cdk synth --quiet --output target/deploy -c stage=staging -c imageTag=1.1.0",
                        "cdk deploy --exclusively petty-staging-images",
                        "skopeo copy --quiet --preserve-digests docker://ghcr.io/example/petty@%s docker://registry/petty-staging-command:1.1.0"
                                .formatted(COMMAND),
                        "skopeo copy --quiet --preserve-digests docker://ghcr.io/example/petty-api@%s docker://registry/petty-staging-api:1.1.0"
                                .formatted(API),
                        "cdk list --app target/deploy",
                        "cdk deploy --exclusively petty-staging-backups petty-staging-cluster petty-staging-database petty-staging-jobs"
                                + " petty-staging-network petty-staging-query petty-staging-secrets petty-staging-storage"
                                + " petty-staging-workers",
                        "aws ecs run-task --cluster petty-staging-programs --task-definition petty-staging-run --launch-type FARGATE",
                        "aws ecs wait tasks-stopped --cluster petty-staging-programs --tasks task-1",
                        "aws ecs describe-tasks --cluster petty-staging-programs --tasks task-1 --query tasks[0].containers[?name=='run'].exitCode --output text",
                        "cdk deploy --exclusively petty-staging-api petty-staging-observability");
        assertThat(String.join("\n", calls()))
                .contains("\"subnet-1\",", "\"sg-1\"", "\"assignPublicIp\": \"DISABLED\"", "\"command\": [\"status\"]");
    }

    @Test
    void doesNotCopyImagesThatTheRegistryHas() throws Exception {
        environment.put("COMMAND_THERE", COMMAND);
        environment.put("API_THERE", API);

        assertThat(deploy(0)).contains("petty-staging-command:1.1.0 is already there");
        assertThat(calls()).noneMatch(call -> call.startsWith("skopeo"));
    }

    @ParameterizedTest
    @CsvSource({
        "RUNNING, 1, a run is in progress, 0",
        "API_THERE, sha256:0, 'petty-staging-api:1.1.0 is another image, sha256:0', 1",
        "CODE, 1, the task that migrates the schema ended with '1', 2",
        "DAYS, 503 text/html, https://petty.example.org/v1/days answers 503 text/html instead of 401, 3"
    })
    void stopsAtTheFirstError(String variable, String value, String message, int deployments) throws Exception {
        environment.put(variable, value);

        assertThat(deploy(1)).contains(message);
        assertThat(calls()).filteredOn(call -> call.startsWith("cdk deploy")).hasSize(deployments);
    }

    @Test
    void explainsWrongArguments() throws Exception {
        assertThat(deploy(2, "qa", "1.1.0", "ghcr.io/example", COMMAND, API)).contains("STAGE must be");
        assertThat(deploy(2, "staging", "1.1.0", "ghcr.io/example", COMMAND, "latest"))
                .contains("latest is no digest");
        assertThat(deploy(2, "staging", "1.1.0")).contains("two digests");
        assertThat(deploy(0, "--help")).contains("Usage: .ci/deploy STAGE");
        assertThat(calls()).isEmpty();
    }
}
