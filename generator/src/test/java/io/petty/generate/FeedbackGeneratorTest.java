package io.petty.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.petty.timeline.Behavior;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedbackGeneratorTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-11-16");
    private static final GenerateSettings SETTINGS =
            GenerateSettings.defaults().withCadence(Duration.ofMinutes(3), Duration.ofSeconds(30));

    @TempDir
    private Path folder;

    @Test
    void writesTheSameBytesForTheSameSeed() throws IOException {
        FeedbackCounts counts = generate("a", SETTINGS, 0.5, 0);
        generate("b", SETTINGS, 0.5, 0);

        assertThat(files("a")).hasSize((int) counts.documents()).isEqualTo(files("b"));
        assertThat(files("a").keySet()).allMatch(key -> key.matches("dt=2026-11-\\d\\d/collar-0000000\\d-\\d+.json"));
    }

    @Test
    void contradictsTheTruthAtTheRequestedRate() throws IOException {
        FeedbackCounts truthful = generate("truthful", SETTINGS, 1, 0);
        FeedbackCounts lying = generate("lying", SETTINGS, 1, 1);

        assertThat(lying.confirming()).isEqualTo(truthful.rejecting());
        assertThat(lying.rejecting()).isEqualTo(truthful.confirming());
        FeedbackCounts erring = generate("erring", SETTINGS, 1, 0.1);
        double voices = truthful.confirming() + truthful.rejecting();
        double expected = 0.9 * truthful.confirming() + 0.1 * truthful.rejecting();
        assertThat(erring.confirming() / voices).isCloseTo(expected / voices, within(0.05));
    }

    @Test
    void writesNoFeedbackWithAShareOfZero() throws IOException {
        assertThat(generate("silent", SETTINGS, 0, 0).documents()).isZero();
    }

    @Test
    void misreadsTheRequestedShareWithoutChangingReadings() throws IOException {
        GenerateSettings misread = SETTINGS.withMisread(Map.of(Behavior.WALKING, 0.4));
        Path plainTruth = folder.resolve("plain.ndjson");
        Path otherTruth = folder.resolve("other.ndjson");
        new Generator(SETTINGS).generate(folder.resolve("raw"), FIRST, 6, 6, 1, plainTruth, (file, soFar) -> {});
        new Generator(misread).generate(folder.resolve("again"), FIRST, 6, 6, 1, otherTruth, (file, soFar) -> {});

        double before = spans(plainTruth, "Walking");
        assertThat(spans(otherTruth, "Walking") / before).isCloseTo(0.6, within(0.1));
        assertThat(spans(otherTruth, "Anxious Pacing")).isGreaterThan(spans(plainTruth, "Anxious Pacing"));
        assertThat(files("raw")).isEqualTo(files("again"));
    }

    @Test
    void refusesSharesOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FeedbackSettings(1.1, 0))
                .withMessageContaining("--feedback-share");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FeedbackSettings(1, Double.NaN))
                .withMessageContaining("--feedback-errors");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SETTINGS.withMisread(Map.of(Behavior.UNKNOWN, 0.5)))
                .withMessageContaining("--misread");
    }

    private FeedbackCounts generate(String name, GenerateSettings settings, double share, double errors)
            throws IOException {
        return new FeedbackGenerator(settings, new FeedbackSettings(share, errors))
                .generate(folder.resolve(name), FIRST, 2, 2, 1);
    }

    private Map<String, String> files(String name) throws IOException {
        Path root = folder.resolve(name);
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(
                        root.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    private static double spans(Path truth, String state) throws IOException {
        try (Stream<String> lines = Files.lines(truth)) {
            return lines.filter(line -> line.contains("\"state\":\"" + state + "\""))
                    .count();
        }
    }
}
