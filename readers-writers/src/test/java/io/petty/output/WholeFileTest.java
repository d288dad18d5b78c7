package io.petty.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    private Path folder;

    @Test
    void keepsTheExistingFileIfWritingFails() throws IOException {
        Path file = Files.writeString(folder.resolve("day.csv"), "yesterday");

        assertThatIOException()
                .isThrownBy(() -> WholeFile.write(file, unfinished -> {
                    Files.writeString(unfinished, "half");
                    throw new IOException("No space left on device");
                }));

        assertThat(file).hasContent("yesterday");
        assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void replacesTheTargetOfALink() throws IOException {
        Path file = Files.writeString(folder.resolve("day.csv"), "yesterday");
        Path link = Files.createSymbolicLink(folder.resolve("latest.csv"), file);

        WholeFile.write(link, unfinished -> Files.writeString(unfinished, "today"));

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("today");
    }

    @Test
    void writesDirectlyToADevice() {
        Path device = Path.of("/dev/full");

        assertThatIOException()
                .isThrownBy(() -> WholeFile.write(device, written -> Files.writeString(written, "a line")))
                .withMessageContaining("No space left on device");
        assertThat(Files.isRegularFile(device)).isFalse();
    }

    @Test
    void namesTheOptionWithAnUnusableFile() {
        assertThatThrownBy(() -> WholeFile.check("--out", folder.resolve("gone/day.csv")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--out: there is no folder " + folder.resolve("gone"));
        assertThatThrownBy(() -> WholeFile.check("--out", folder))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--out: %s is a folder; name a file".formatted(folder));
    }
}
