package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cdk.Synthesized.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the program of {@code cdk-java/synth} in a process of its own, since it exits. */
class SynthesisTest {
    @TempDir
    private Path out;

    private String synthesise(int code, String... arguments) throws IOException, InterruptedException {
        BundledNode.unpack();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty("java.class.path"),
                "io.petty.cdk.Synthesis"));
        command.addAll(List.of(arguments));
        return Script.output(new ProcessBuilder(command), code);
    }

    @Test
    void writesTheTemplatesOfAStageForAnAccount() throws Exception {
        synthesise(0, "staging", out.toString(), "123456789012");

        assertThat(Synthesized.of(Stage.STAGING).stacks().keySet())
                .isNotEmpty()
                .allSatisfy(stack -> assertThat(
                                Files.readString(out.resolve("petty-staging-%s.template.json".formatted(stack))))
                        .doesNotContain("AWS::AccountId"));
        assertThat(Files.readString(out.resolve("petty-staging-jobs.template.json")))
                .contains("123456789012");
    }

    @Test
    void namesTheSettingThatIsWrong() throws Exception {
        assertThat(synthesise(2, "production", out.toString(), "1234"))
                .contains("petty: account must be 12 digits, but is '1234'");
    }
}
