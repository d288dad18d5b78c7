package io.petty.generate;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** A line of a raw file, with each byte as a Latin-1 character. */
record RawLine(LocalDate deliveryDay, String text) {

    static List<RawLine> allBelow(Path root) throws IOException {
        List<RawLine> lines = new ArrayList<>();
        for (var file : contentsBelow(root).entrySet()) {
            LocalDate day = LocalDate.parse(file.getKey().substring(3, 13));
            file.getValue().lines().forEach(line -> lines.add(new RawLine(day, line)));
        }
        return lines;
    }

    /** Returns the decompressed contents of all files in {@code dt=} folders, by their names relative to the root. */
    static SortedMap<String, String> contentsBelow(Path root) throws IOException {
        SortedMap<String, String> contents = new TreeMap<>();
        for (Path file : filesBelow(root)) {
            String name = root.relativize(file).toString();
            if (name.startsWith("dt=")) {
                contents.put(name, unpacked(file));
            }
        }
        return contents;
    }

    static String unpacked(Path file) throws IOException {
        try (InputStream in = open(file)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    static List<Path> filesBelow(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream packed = new ByteArrayInputStream(Files.readAllBytes(file));
        String name = file.toString();
        if (name.endsWith(".gz")) {
            return new GZIPInputStream(packed);
        }
        return name.endsWith(".zst") ? new ZstdInputStream(packed) : packed;
    }
}
