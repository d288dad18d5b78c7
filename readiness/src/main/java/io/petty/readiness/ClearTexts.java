package io.petty.readiness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Searches the bytes of files for secrets. */
final class ClearTexts {
    /** In bytes. Larger files are unlikely to be settings or logs, and searching them would take too long. */
    private static final long LARGEST = 256L << 20;

    private static final int BLOCK = 1 << 20;

    private final Map<String, String> searched;
    private final int longest;
    private final Set<String> found = new TreeSet<>();
    private final List<String> skipped = new ArrayList<>();
    private int files;

    /** @param kinds the kind of each secret, by its text */
    ClearTexts(Map<String, String> kinds) {
        searched = new LinkedHashMap<>(kinds);
        searched.put("PRIVATE KEY-----", "private key in PEM");
        longest = searched.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    /** Searches all files below a folder, except in the given subfolders. */
    void look(Path folder, Set<String> without) throws IOException {
        List<Path> all;
        try (Stream<Path> walked = Files.walk(folder)) {
            all = walked.filter(Files::isRegularFile)
                    .filter(file ->
                            !without.contains(folder.relativize(file).getName(0).toString()))
                    .sorted()
                    .toList();
        }
        for (Path file : all) {
            look(file);
        }
    }

    private void look(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            if (Files.size(file) > LARGEST) {
                skipped.add("%s, which is larger than %d MiB".formatted(file.getFileName(), LARGEST >> 20));
                return;
            }
            files++;
            byte[] block = new byte[BLOCK];
            String rest = "";
            for (int read = in.read(block); read > 0; read = in.read(block)) {
                // One character per byte: the secrets are ASCII.
                String text = rest + new String(block, 0, read, StandardCharsets.ISO_8859_1);
                for (Map.Entry<String, String> secret : searched.entrySet()) {
                    if (text.contains(secret.getKey())) {
                        found.add("%s has a secret in plain text: %s".formatted(file.getFileName(), secret.getValue()));
                    }
                }
                rest = text.substring(Math.max(0, text.length() - longest));
            }
        } catch (NoSuchFileException e) {
            // A run in progress may delete its files.
            skipped.add(file.getFileName() + ", which was deleted meanwhile");
        }
    }

    /** Returns a message for each file and secret in it. */
    Set<String> found() {
        return found;
    }

    List<String> skipped() {
        return skipped;
    }

    int files() {
        return files;
    }
}
