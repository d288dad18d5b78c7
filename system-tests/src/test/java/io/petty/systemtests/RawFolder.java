package io.petty.systemtests;

import com.github.luben.zstd.Zstd;
import io.petty.systemtests.reference.ReferenceDelivery;
import io.petty.systemtests.reference.ReferenceName;
import io.petty.systemtests.reference.ReferenceRaw;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** A raw root in a folder. Writes files to it and reads them with the reference. */
record RawFolder(Path folder) {
    private static final Pattern IN_DAY = Pattern.compile("dt=([0-9]{4}-[0-9]{2}-[0-9]{2})/(.*)", Pattern.DOTALL);

    RawFolder write(LocalDate day, String file, String text) throws IOException {
        return write(day, file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file, compressed according to its extension. Replaces an existing file. */
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

    /** Reads each delivery day's folder with the reference. Days without a raw file are omitted. */
    SortedMap<LocalDate, ReferenceDelivery> read() throws IOException {
        SortedMap<LocalDate, ReferenceDelivery> days = new TreeMap<>();
        for (Path path : all()) {
            String key = key(path);
            Matcher inDay = IN_DAY.matcher(key);
            if (!inDay.matches()) {
                continue;
            }
            LocalDate day = LocalDate.parse(inDay.group(1));
            ReferenceDelivery delivery =
                    days.computeIfAbsent(day, any -> new ReferenceDelivery(any, new TreeMap<>(), new ArrayList<>()));
            switch (ReferenceName.of(inDay.group(2))) {
                case RAW -> delivery.files().put(key, ReferenceRaw.read(day, key, Files.readAllBytes(path)));
                case IGNORED -> delivery.ignored().add(key);
                case HIDDEN -> {}
            }
        }
        days.values().removeIf(delivery -> delivery.files().isEmpty());
        return days;
    }

    /** Returns all raw files in the order of their keys. */
    List<Path> files() {
        return all().stream()
                .filter(file -> {
                    Matcher inDay = IN_DAY.matcher(key(file));
                    return inDay.matches() && ReferenceName.of(inDay.group(2)) == ReferenceName.RAW;
                })
                .toList();
    }

    private List<Path> all() {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
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
