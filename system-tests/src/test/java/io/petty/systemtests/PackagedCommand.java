package io.petty.systemtests;

import io.petty.process.LimitedProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The petty command as it is packaged, with the log of the tests. It starts as {@code ./petty} starts it: with the classes
 * that a rehearsal has loaded, kept in an archive, which is made once a build and saves each process a third of its time.
 */
final class PackagedCommand {
    private static final String MAIN_CLASS = "io.petty.scheduler.Petty";
    private static final Duration LONGEST_REHEARSAL = Duration.ofMinutes(2);

    /** Made by the first who asks. */
    private static final List<String> COMMAND = prepared();

    private PackagedCommand() {}

    /** What begins any command in a process of its own. */
    static List<String> command() {
        return new ArrayList<>(COMMAND);
    }

    private static List<String> prepared() {
        Path jar = jar();
        Path archive = Path.of("target", "petty.jsa").toAbsolutePath();
        // The two processes that run tests at once make one archive.
        try (FileChannel file = FileChannel.open(
                        Path.of("target", "petty.jsa.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock making = file.lock()) {
            if (!Files.exists(archive)
                    || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) < 0) {
                rehearse(jar, archive);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return command(
                jar, "-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }

    private static void rehearse(Path jar, Path archive) throws IOException {
        Path folder = Files.createTempDirectory(archive.getParent(), "rehearsal");
        Path made = folder.resolve("petty.jsa");
        List<String> command =
                command(jar, "-XX:ArchiveClassesAtExit=" + made, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
        command.addAll(List.of("run", "--home", folder.resolve("home").toString()));
        command.addAll(List.of("--raw", Path.of("..", "sample-data", "raw").toString()));
        try {
            LimitedProcess.Ended ended = LimitedProcess.run(new ProcessBuilder(command), LONGEST_REHEARSAL);
            if (ended.code() != 0) {
                throw new IllegalStateException("The rehearsal failed: " + ended.written());
            }
            Files.move(made, archive, StandardCopyOption.REPLACE_EXISTING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> command(Path jar, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m"));
        command.addAll(List.of(options));
        Path log = Path.of("src", "test", "resources", "io", "petty", "systemtests", "logback-steps.xml")
                .toAbsolutePath();
        command.addAll(List.of(
                "-Dlogback.configurationFile=" + log,
                "-Dlogging.config=" + log.toUri(),
                "-cp",
                jar.toString(),
                MAIN_CLASS));
        return command;
    }

    private static Path jar() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(entry -> entry.endsWith("petty.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Tests of whole processes need the jars: ./mvnw verify"));
    }
}
