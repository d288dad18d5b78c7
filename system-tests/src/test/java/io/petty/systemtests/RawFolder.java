package io.petty.systemtests;

import com.github.luben.zstd.Zstd;
import io.petty.systemtests.reference.ReferenceRaw;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** A raw root in a folder: writes files below it, and lists them as the reference reads them. */
record RawFolder(Path folder) {
    RawFolder write(LocalDate day, String file, String text) throws IOException {
        return write(day, file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file, packed by its name's ending; replaces it if it exists. */
    RawFolder write(LocalDate day, String file, byte[] content) throws IOException {
        byte[] packed = file.endsWith(".gz") ? gzip(content) : file.endsWith(".zst") ? Zstd.compress(content) : content;
        return writePacked(day, file, packed);
    }

    RawFolder writePacked(LocalDate day, String file, byte[] packed) throws IOException {
        Path path = path(day, file);
        Files.createDirectories(path.getParent());
        Files.deleteIfExists(path);
        Files.write(path, packed);
        return this;
    }

    Path path(LocalDate day, String file) {
        return folder.resolve("dt=" + day).resolve(file);
    }

    /** What the reference reads in every raw file, by delivery day and key. */
    SortedMap<LocalDate, SortedMap<String, ReferenceRaw>> read() throws IOException {
        SortedMap<LocalDate, SortedMap<String, ReferenceRaw>> days = new TreeMap<>();
        for (Path file : files()) {
            String key = key(file);
            LocalDate day = LocalDate.parse(key.substring("dt=".length(), key.indexOf('/')));
            days.computeIfAbsent(day, any -> new TreeMap<>())
                    .put(key, ReferenceRaw.read(day, key, Files.readAllBytes(file)));
        }
        return days;
    }

    /** All raw files in order of their keys. */
    List<Path> files() {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> key(file).startsWith("dt=") && ReferenceRaw.isRaw(key(file)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String key(Path file) {
        return folder.relativize(file).toString();
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }
}
