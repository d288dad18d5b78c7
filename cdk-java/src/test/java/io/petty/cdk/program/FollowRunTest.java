package io.petty.cdk.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests the function that starts and ends workers. It runs in Node.js, with AWS clients that print the changes that it
 * requests.
 */
class FollowRunTest {
    private static final String CLIENTS = """
            const known = JSON.parse(process.env.KNOWN);
            const answers = {
              ListTasks: () => ({ taskArns: known.tasks.map((task) => task.taskArn) }),
              DescribeTasks: ({ tasks }) => ({ tasks: known.tasks.filter(({ taskArn }) => tasks.includes(taskArn)) }),
              GetParameter: () => ({ Parameter: { Value: known.master } }),
              PutParameter: ({ Value }) => console.log(`master ${Value}`),
              UpdateService: ({ desiredCount, forceNewDeployment }) =>
                console.log(`${desiredCount} workers${forceNewDeployment ? ", all new" : ""}`),
            };
            class Client { async send({ name, input }) { return answers[name](input); } }
            exports.ECSClient = Client;
            exports.SSMClient = Client;
            for (const name of Object.keys(answers)) {
              exports[`${name}Command`] = class { constructor(input) { Object.assign(this, { name, input }); } };
            }
            """;

    /**
     * Tasks by name. The scheduled run has the address 10.20.0.7, and the backfill, which was started later, 10.20.0.9.
     */
    private static final Map<String, String> TASKS = Map.of(
            "none", "",
            "run", task(7, 1, "RUNNING", "[]"),
            "starting", "{\"taskArn\":\"s\",\"desiredStatus\":\"RUNNING\",\"createdAt\":1,\"containers\":[{}]}",
            "ending", task(7, 1, "STOPPED", "[]"),
            "status", task(7, 1, "RUNNING", "[{\"name\":\"run\",\"command\":[\"status\"]}]"),
            "backfill", task(9, 2, "RUNNING", "[{\"name\":\"run\",\"command\":[\"backfill\",\"--from\",\"x\"]}]"));

    @TempDir
    private static Path folder;

    private static NodeProcess function;

    private static String task(int address, int createdAt, String desired, String overrides) {
        return """
                {"taskArn": "%s-%d", "desiredStatus": "%s", "createdAt": %d,
                 "overrides": {"containerOverrides": %s},
                 "containers": [{"networkInterfaces": [{"privateIpv4Address": "10.20.0.%d"}]}, {}]}
                """.formatted(desired, address, desired, createdAt, overrides, address);
    }

    @BeforeAll
    static void prepare() throws IOException {
        function = NodeProcess.of(folder, "follow-run", CLIENTS, List.of("client-ecs", "client-ssm"));
    }

    @ParameterizedTest(name = "{0}, master at {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "none | none | 0 workers",
                "run | none | master spark://10.20.0.7:7077, 10 workers, all new",
                "run | spark://10.20.0.7:7077 | 10 workers",
                "run | spark://10.20.0.9:7077 | master spark://10.20.0.7:7077, 10 workers, all new",
                "starting | none | 0 workers",
                "ending | spark://10.20.0.7:7077 | 0 workers",
                "status | none | 0 workers",
                "backfill | none | master spark://10.20.0.9:7077, 10 workers, all new",
                "backfill,run | spark://10.20.0.7:7077 | 10 workers",
                "backfill,ending | spark://10.20.0.7:7077 | master spark://10.20.0.9:7077, 10 workers, all new"
            })
    void workersFollowTheOldestRunThatComputes(String tasks, String master, String changes) throws Exception {
        StringBuilder known = new StringBuilder();
        for (String task : tasks.split(",", -1)) {
            known.append(known.isEmpty() ? "" : ",").append(TASKS.get(task));
        }
        String printed = function.run(
                "handler({});",
                Map.of(
                        "KNOWN",
                        "{\"master\": \"%s\", \"tasks\": [%s]}".formatted(master, known),
                        "CLUSTER",
                        "programs",
                        "SERVICE",
                        "workers",
                        "PARAMETER",
                        "/petty/master",
                        "RUN",
                        "run",
                        "FAMILY",
                        "petty-run",
                        "COMMANDS",
                        String.join(",", WorkersStack.COMPUTING),
                        "PORT",
                        "7077",
                        "WORKERS",
                        "10"));

        assertThat(printed.strip().replace("\n", ", ")).isEqualTo(changes);
    }
}
