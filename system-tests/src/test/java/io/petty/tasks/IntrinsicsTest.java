package io.petty.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.petty.tasks.Templates.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class IntrinsicsTest {
    private final JsonMapper json = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    private Intrinsics intrinsics;

    @BeforeEach
    void read() throws IOException {
        Files.writeString(folder.resolve("storage.template.json"), """
                {"Resources": {"Lake": {"Type": "AWS::S3::Bucket"}},
                 "Outputs": {"A": {"Value": {"Fn::GetAtt": ["Lake", "Arn"]}, "Export": {"Name": "storage:Lake"}}}}
                """);
        Files.writeString(
                folder.resolve("jobs.template.json"), "{\"Resources\": {\"Queue\": {\"Type\": \"AWS::SQS::Queue\"}}}");
        intrinsics = new Intrinsics(
                Templates.read(folder),
                new Intrinsics.Deployed() {
                    @Override
                    public String ref(Resource resource) {
                        return resource.stack() + "-" + resource.id();
                    }

                    @Override
                    public String attribute(Resource resource, String name) {
                        return "arn:aws:" + resource.id() + ":" + name;
                    }
                },
                "123456789012",
                "eu-central-1");
    }

    private String resolved(String value) {
        return intrinsics.resolve("jobs", json.readTree(value)).toString();
    }

    @Test
    void resolvesReferencesWithinAndBetweenStacks() {
        assertThat(resolved("{\"Ref\": \"Queue\"}")).isEqualTo("\"jobs-Queue\"");
        assertThat(resolved("{\"Fn::GetAtt\": [\"Queue\", \"Arn\"]}")).isEqualTo("\"arn:aws:Queue:Arn\"");
        assertThat(resolved("{\"Fn::ImportValue\": \"storage:Lake\"}")).isEqualTo("\"arn:aws:Lake:Arn\"");
        assertThat(resolved("[{\"Ref\": \"AWS::Partition\"}, {\"a\": {\"Ref\": \"AWS::StackName\"}}, 3]"))
                .isEqualTo("[\"aws\",{\"a\":\"jobs\"},3]");
    }

    @Test
    void joinsSelectsAndSubstitutes() {
        assertThat(resolved("{\"Fn::Join\": [\"/\", [\"a\", {\"Ref\": \"Queue\"}]]}"))
                .isEqualTo("\"a/jobs-Queue\"");
        assertThat(resolved("{\"Fn::Select\": [2, {\"Fn::Split\": [\":\", {\"Fn::ImportValue\": \"storage:Lake\"}]}]}"))
                .isEqualTo("\"Lake\"");
        assertThat(resolved("{\"Fn::Sub\": \"${AWS::Region}/${Queue}/${Queue.Arn}\"}"))
                .isEqualTo("\"eu-central-1/jobs-Queue/arn:aws:Queue:Arn\"");
        assertThat(resolved("{\"Fn::Sub\": [\"${own}\", {\"own\": \"$1\"}]}")).isEqualTo("\"$1\"");
    }

    @Test
    void refusesUnknownFunctionsAndNames() {
        assertThatIllegalArgumentException().isThrownBy(() -> resolved("{\"Fn::If\": []}"));
        Assertions.assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> resolved("{\"Ref\": \"Missing\"}"));
        Assertions.assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> resolved("{\"Fn::ImportValue\": \"storage:Missing\"}"));
    }
}
