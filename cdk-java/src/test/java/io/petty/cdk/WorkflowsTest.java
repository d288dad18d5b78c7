package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cdk.Synthesized.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests the workflows on GitHub that deploy, and that they use the roles of the stack {@code deploy}. */
class WorkflowsTest {
    private static final Path FOLDER = Path.of("..", ".github", "workflows");
    private static final Pattern PINNED_ACTION =
            Pattern.compile("[\\w.-]+(/[\\w.-]+)+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+");
    private static final Pattern ROLE = Pattern.compile("role/(petty-\\S+|cdk-\\S+)");
    private static final String LOGIN = "aws-actions/configure-aws-credentials";

    private static JsonNode workflow(String name) throws IOException {
        Object parsed = new Yaml().load(Files.readString(FOLDER.resolve(name)));
        return JsonMapper.builder().build().valueToTree(parsed);
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList().stream();
        }
    }

    /** Returns the roles that a job assumes, in order. */
    private static List<String> roles(JsonNode job) {
        return job.path("steps")
                .valueStream()
                .filter(step -> step.path("uses").asString("").startsWith(LOGIN))
                .map(step -> step.at("/with/role-to-assume").asString())
                .map(arn -> {
                    Matcher role = ROLE.matcher(arn);
                    assertThat(role.find()).as("%s names a role", arn).isTrue();
                    return arn.substring(role.start(1));
                })
                .toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void eachActionIsPinnedByItsCommit(Path file) throws IOException {
        assertThat(Files.readAllLines(file))
                .filteredOn(line -> line.contains("uses: ") && !line.contains("uses: ./"))
                .allSatisfy(line ->
                        assertThat(line.substring(line.indexOf("uses: ") + 6)).matches(PINNED_ACTION));
    }

    /** Otherwise, a job would have the repository's default permissions. */
    @ParameterizedTest
    @MethodSource("files")
    void eachWorkflowStatesItsPermissions(Path file) throws IOException {
        assertThat(workflow(file.getFileName().toString()).path("permissions")).hasToString("{\"contents\":\"read\"}");
    }

    @Test
    void productionIsDeployedAfterStagingAndAfterItsDifferencesAreShown() throws IOException {
        JsonNode jobs = workflow("deploy.yml").path("jobs");

        assertThat(jobs.propertyNames()).containsExactly("images", "staging", "production-diff", "production");
        assertThat(jobs.at("/staging/needs").asString()).isEqualTo("images");
        assertThat(jobs.at("/production-diff/needs")).hasToString("[\"images\",\"staging\"]");
        assertThat(jobs.at("/production/needs")).hasToString("[\"images\",\"production-diff\"]");
        assertThat(jobs.path("production-diff").toString())
                .contains("cdk diff --all --method template -c stage=production", "$GITHUB_STEP_SUMMARY");
        assertThat(workflow("deploy-stage.yml")
                        .at("/jobs/deploy/concurrency/group")
                        .asString())
                .isEqualTo("deploy-${{ inputs.stage }}");
        assertThat(jobs.at("/images/if").asString())
                .contains("vars.DEPLOY_ON_AWS == 'true'", "startsWith(github.ref, 'refs/tags/v')");
    }

    @Test
    void bothStagesGetTheSameImages() throws IOException {
        JsonNode jobs = workflow("deploy.yml").path("jobs");

        for (String stage : List.of("staging", "production")) {
            assertThat(jobs.at("/" + stage + "/uses").asString()).isEqualTo("./.github/workflows/deploy-stage.yml");
            assertThat(jobs.at("/" + stage + "/with"))
                    .hasToString(("{\"stage\":\"%s\",\"version\":\"${{ needs.images.outputs.version }}\","
                                    + "\"command\":\"${{ needs.images.outputs.command }}\","
                                    + "\"api\":\"${{ needs.images.outputs.api }}\"}")
                            .formatted(stage));
        }
        assertThat(jobs.at("/images/outputs").propertyNames()).containsExactly("version", "command", "api");
        assertThat(Files.readString(FOLDER.resolve("deploy.yml"))
                        + Files.readString(FOLDER.resolve("deploy-stage.yml")))
                .doesNotContain("docker build");
    }

    /** Environments decide who may use a role: the approval of production is a rule of its environment. */
    @Test
    void eachJobWithAnIdentityUsesTheEnvironmentThatItsRoleTrusts() throws IOException {
        JsonNode deploy = workflow("deploy-stage.yml").at("/jobs/deploy");
        JsonNode diff = workflow("deploy.yml").at("/jobs/production-diff");
        JsonNode drift = workflow("drift.yml").at("/jobs/drift");

        assertThat(deploy.path("environment").asString()).isEqualTo("${{ inputs.stage }}");
        assertThat(roles(deploy)).containsExactly("petty-${{ inputs.stage }}-deployer");
        assertThat(diff.path("environment").asString()).isEqualTo("production-read");
        assertThat(roles(diff)).containsExactly("petty-production-reader");
        assertThat(drift.path("environment").asString()).isEqualTo("${{ matrix.stage }}-read");
        assertThat(drift.at("/strategy/matrix/stage")).hasToString("[\"staging\",\"production\"]");
        assertThat(roles(drift).get(0)).isEqualTo("petty-${{ matrix.stage }}-reader");
        for (JsonNode job : List.of(deploy, diff, drift)) {
            assertThat(job.at("/permissions/id-token").asString()).isEqualTo("write");
            assertThat(job.at("/permissions/contents").asString()).isEqualTo("read");
        }
        assertThat(Synthesized.of(Stage.PRODUCTION).resources("AWS::IAM::Role"))
                .extracting(role -> role.properties().path("RoleName").asString(""))
                .contains("petty-production-deployer", "petty-production-reader");
    }

    @Test
    void onlyJobsThatLogInToAwsGetAnIdentityToken() throws IOException {
        for (Path file : files().toList()) {
            workflow(file.getFileName().toString()).path("jobs").properties().forEach(job -> {
                boolean logsIn = !roles(job.getValue()).isEmpty()
                        || job.getValue().path("uses").asString("").endsWith("deploy-stage.yml");
                assertThat(job.getValue().at("/permissions/id-token").asString("none"))
                        .as("%s of %s", job.getKey(), file)
                        .isEqualTo(logsIn ? "write" : "none");
            });
        }
    }

    /** The reader may assume only this role, which {@code cdk bootstrap} creates. */
    @Test
    void driftIsDetectedWithTheLookupRole() throws IOException {
        assertThat(roles(workflow("drift.yml").at("/jobs/drift")).get(1))
                .isEqualTo("cdk-hnb659fds-lookup-role-${{ vars.AWS_ACCOUNT }}-${{ vars.AWS_REGION }}");
        assertThat(PolicyStatements.ofRole(Synthesized.of(Stage.PRODUCTION), "Reader"))
                .singleElement()
                .satisfies(statement -> assertThat(statement.resources())
                        .singleElement()
                        .asString()
                        .contains("role/cdk-hnb659fds-lookup-role-"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy-stage.yml", "drift.yml"})
    void scriptsThatWorkflowsCallExist(String name) throws IOException {
        Matcher script = Pattern.compile("(?m)^ +(\\.ci/[a-z]+) ").matcher(Files.readString(FOLDER.resolve(name)));

        assertThat(script.results().map(call -> Path.of("..", call.group(1))))
                .isNotEmpty()
                .allSatisfy(called -> assertThat(called).isExecutable());
    }

    /** Events that a workflow causes with its own token start no other workflow, so the release starts it explicitly. */
    @Test
    void aReleaseStartsTheDeploymentOfItsTag() throws IOException {
        JsonNode job = workflow("release.yml").at("/jobs/deploy");

        assertThat(job.path("needs").asString()).isEqualTo("publish");
        assertThat(job.path("permissions")).hasToString("{\"actions\":\"write\"}");
        assertThat(job.at("/steps/0/run").asString())
                .isEqualTo("gh workflow run deploy.yml --repo \"$GITHUB_REPOSITORY\" --ref \"v$VERSION\"");
        assertThat(job.at("/env/VERSION").asString()).isEqualTo("${{ needs.publish.outputs.version }}");
        assertThat(workflow("release.yml").at("/jobs/publish/outputs/version").asString())
                .isEqualTo("${{ steps.images.outputs.version }}");
        Map<?, ?> parsed = new Yaml().load(Files.readString(FOLDER.resolve("deploy.yml")));
        // YAML 1.1 reads the key "on" as true.
        assertThat(String.valueOf(parsed.get(true))).contains("workflow_dispatch", "release={types=[published]}");
    }
}
