package io.petty.benchmark.kernels;

import io.petty.cli.Petty;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.Terminal;
import io.petty.forgotten.ForgottenNames;
import io.petty.output.StandardOutput;
import io.petty.raw.RawFileReader;
import io.petty.raw.RawRules;
import io.petty.raw.Reject;
import io.petty.reading.CollarDay;
import io.petty.reading.CollarDictionary;
import io.petty.reading.ReadingBlock;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The first lines of a generated day, in the forms that the kernels take. They are the same in every run. */
final class KernelDay {
    /** The number of lines; almost all are readings. */
    static final int LINES = 100_000;

    static final LocalDate DATE = LocalDate.of(2026, 11, 20);
    private static final int COLLARS = 40;

    private final List<String> lines;

    KernelDay() {
        lines = generate();
    }

    /** Lines as collars send them. */
    byte[] usualLines() {
        return text(lines);
    }

    /** The same readings as Firehose writes them, on one line. */
    byte[] usualRecordsOnOneLine() {
        return String.join("", lines).getBytes(StandardCharsets.UTF_8);
    }

    /** The same readings with white space that the fast path of {@code RawFileReader} doesn't accept. */
    byte[] unusualLines() {
        return text(lines.stream().map(line -> line.replaceFirst("\\{", "{  ")).toList());
    }

    byte[] gzipOfUsualLines() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(usualLines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Returns all readings in the order of their lines. */
    ReadingBlock block() {
        ReadingBlock block = new ReadingBlock(new CollarDictionary(), LINES + 1);
        read("a.ndjson", usualLines(), block);
        return block;
    }

    /** Returns the collars' days in the order of collars. */
    List<CollarDay> collarDays() {
        ReadingBlock block = block();
        TreeMap<String, CollarDay.Builder> builders = new TreeMap<>();
        for (int i = 0; i < block.size(); i++) {
            if (block.epochDay(i) == DATE.toEpochDay()) {
                builders.computeIfAbsent(
                                block.collars().id(block.collarNumber(i)), id -> new CollarDay.Builder(id, DATE))
                        .add(block.key(i), block.location(i));
            }
        }
        return builders.values().stream().map(CollarDay.Builder::build).toList();
    }

    /** Reads a raw file's bytes into a block that fits all of them, and returns the number of lines. */
    static long read(String key, byte[] file, ReadingBlock into) {
        List<Reject> rejects = new ArrayList<>();
        try (RawFileReader reader = new RawFileReader(
                DATE, key, file.length, new ByteArrayInputStream(file), RawRules.DEFAULTS, ForgottenNames.NONE)) {
            while (reader.read(into, rejects)) {
                rejects.clear();
            }
            return reader.counts().lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] text(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> generate() {
        List<String> lines = new ArrayList<>();
        try {
            Path folder = Files.createTempDirectory("petty-kernels");
            generate(folder);
            for (Path file : paths(folder)) {
                if (Files.isRegularFile(file)) {
                    readLines(file, lines);
                }
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (lines.size() < LINES) {
            throw new IllegalStateException("%d collars gave only %d lines".formatted(COLLARS, lines.size()));
        }
        return lines;
    }

    private static void generate(Path folder) {
        StringWriter messages = new StringWriter();
        Terminal terminal = new Terminal(
                new StandardOutput(new ByteArrayOutputStream()), new PrintWriter(messages, true), false, false, 100);
        String[] command = {
            "generate", "--out", folder.toString(), "--date", DATE.toString(), "--collars", String.valueOf(COLLARS)
        };
        if (Petty.run(terminal, Clock.systemUTC(), command) != ExitCode.DONE) {
            throw new IllegalStateException(messages.toString());
        }
    }

    /** Returns the files in the order of their names; a folder follows its content. */
    private static List<Path> paths(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> files =
                    new ArrayList<>(paths.filter(Files::isRegularFile).sorted().toList());
            files.add(files.get(0).getParent());
            files.add(folder);
            return files;
        }
    }

    private static void readLines(Path file, List<String> into) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.ISO_8859_1))) {
            String line = reader.readLine();
            while (line != null && into.size() < LINES) {
                into.add(line);
                line = reader.readLine();
            }
        }
    }
}
