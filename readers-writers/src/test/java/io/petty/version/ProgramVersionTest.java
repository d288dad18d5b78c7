package io.petty.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramVersionTest {
    @Test
    void readsTheVersionFromThePom() {
        assertThat(ProgramVersion.current().version()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }

    @Test
    void showsTheCommit() {
        assertThat(version("a096cb326d", "false")).hasToString("1.0.0 (commit a096cb326d)");
    }

    @Test
    void marksUncommittedChanges() {
        assertThat(version("a096cb326d", "true")).hasToString("1.0.0 (commit a096cb326d-dirty)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "${git.commit.id.abbrev}"})
    void showsOnlyTheVersionIfTheCommitIsUnknown(String commit) {
        assertThat(version(commit, "${git.dirty}")).hasToString("1.0.0");
    }

    private static ProgramVersion version(String commit, String dirty) {
        return ProgramVersion.of(
                properties(Map.of("version", "1.0.0")), properties(Map.of("commit", commit, "dirty", dirty)));
    }

    private static Properties properties(Map<String, String> values) {
        Properties properties = new Properties();
        properties.putAll(values);
        return properties;
    }
}
