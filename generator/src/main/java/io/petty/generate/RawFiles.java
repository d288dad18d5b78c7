package io.petty.generate;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.zip.GZIPOutputStream;

/** Names and opens the raw files of delivery days. Existing files are replaced. */
final class RawFiles {
    private static final int ZSTD_LEVEL = 3;
    private static final int BUFFER = 1 << 16;

    private final Path root;
    private final GenerateSettings settings;

    RawFiles(Path root, GenerateSettings settings) {
        this.root = root;
        this.settings = settings;
    }

    /** Returns the file of a day and part, such as {@code dt=2026-11-20/06.ndjson.gz}. */
    Path file(LocalDate day, int number) {
        int hour = number * 24 / settings.files().perDay();
        FileFormat format = settings.files().format().ofFile(number);
        return folder(day).resolve((hour < 10 ? "0" : "") + hour + format.suffix());
    }

    /** Returns the file of a day's late lines, if those have a file of their own. */
    Path lateFile(LocalDate day) {
        return folder(day).resolve("late.jsonl");
    }

    private Path folder(LocalDate day) {
        return root.resolve("dt=" + day);
    }

    /** Opens a file in the format of its name. */
    static OutputStream open(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        OutputStream plain = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
        String name = file.toString();
        if (name.endsWith(".gz")) {
            return new Gzip(plain);
        }
        if (name.endsWith(".zst")) {
            return new ZstdOutputStream(plain, ZSTD_LEVEL).setChecksum(true);
        }
        return plain;
    }

    /** gzip with an explicit level instead of the JDK's default. Java writes no time into the header. */
    private static final class Gzip extends GZIPOutputStream {
        private static final int LEVEL = 6;

        Gzip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(LEVEL);
        }
    }
}
