package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cdk.Synthesized.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that all findings of cdk-nag's AWS Solutions pack are accepted with a reason. */
class FindingsTest {
    private static final int SHORTEST_REASON = 30;

    @ParameterizedTest
    @MethodSource(Synthesized.ALL)
    void acceptsEachFindingWithAReason(Variant variant) throws IOException {
        Synthesized synthesized = Synthesized.of(variant);
        List<String> lines = new ArrayList<>();
        try (Stream<Path> reports = Files.list(Path.of(synthesized.assembly().getDirectory()))) {
            for (Path report : reports.filter(file -> file.toString().endsWith("NagReport.csv"))
                    .toList()) {
                List<String> found = Files.readAllLines(report);
                assertThat(found.get(0))
                        .isEqualTo("Rule ID,Resource ID,Compliance,Exception Reason,Rule Level,Rule Info");
                lines.addAll(found.subList(1, found.size()));
            }
        }

        assertThat(lines).hasSizeGreaterThan(100);
        assertThat(lines).as("findings").noneMatch(line -> line.contains("\"Non-Compliant\""));
        assertThat(lines).as("rules that couldn't be evaluated").noneMatch(line -> line.contains("\"UNKNOWN\""));
        assertThat(lines)
                .filteredOn(line -> line.contains("\"Suppressed\""))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.split("\",\"", -1)[3].length())
                        .as("reason in %s", line)
                        .isGreaterThan(SHORTEST_REASON));
        int bySize = switch (variant.size()) {
            case SMALL -> 9;
            case STANDARD -> 10;
            case LARGE -> 11;
        };
        // Production has backups and, since a repository may deploy it, the pipeline's stack.
        assertThat(synthesized.stacks()).hasSize(bySize + (variant.isProduction() ? 2 : 0));
    }

    @ParameterizedTest
    @MethodSource(Synthesized.ALL)
    void synthesisLooksUpNothingInAnAccount(Variant variant) {
        assertThat(Synthesized.of(variant).assembly().getManifest().getMissing())
                .isNullOrEmpty();
        assertThat(Synthesized.of(variant).resources())
                .extracting(resource -> resource.properties().toString())
                .noneMatch(properties -> properties.contains("dummy"));
    }
}
