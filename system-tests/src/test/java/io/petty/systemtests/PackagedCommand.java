package io.petty.systemtests;

import io.petty.process.LimitedProcess;
import io.petty.process.WrittenLines;
import io.petty.spark.TrialDriver;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The packaged petty command with the log configuration of the tests, which can hold it at a line. As with {@code
 * ./petty}, it starts with an archive of the classes that a rehearsal loaded. The archive is created once per build and
 * saves each process a third of its time.
 */
final class PackagedCommand {
    private static final String MAIN_CLASS = "io.petty.cli.Petty";

    /** Test classes that processes need in addition to the packaged command. */
    private static final List<Class<?>> TEST_CLASSES = List.of(
            HoldingAppender.class, ClockedPetty.class, HeldRuns.class, TrialDriver.class, TaskGateAppender.class);

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private static final Path SPARK_HOME =
            Path.of("..", "spark", "target", "spark-home").toAbsolutePath().normalize();

    /** Prepared on first use. */
    private static final List<String> COMMAND = prepared();

    private PackagedCommand() {}

    /** Returns the beginning of a command line for a separate process. */
    static List<String> command() {
        return begunBy(MAIN_CLASS);
    }

    /** Returns the same with another main class. */
    static List<String> command(Class<?> main) {
        return begunBy(main.getName());
    }

    /** Returns the beginning of a command line for a driver, which runs its partitions on Spark. */
    static List<String> sparkCommand() {
        return onSpark("-Xmx512m", MAIN_CLASS);
    }

    /** Returns the same with another main class and additional JVM options. */
    static List<String> sparkCommand(Class<?> main, String... options) {
        return onSpark("-Xmx512m", main.getName(), options);
    }

    /** Returns the beginning of a command line for a master or worker of a Spark cluster. */
    static List<String> sparkProcess() {
        return onSpark("-Xmx256m", MAIN_CLASS);
    }

    private static List<String> onSpark(String heap, String mainClass, String... options) {
        List<String> command = new ArrayList<>(COMMAND);
        int classPath = command.size() - 1;
        command.set(classPath, command.get(classPath) + File.pathSeparator + SPARK_HOME.resolve("jars") + "/*");
        command.add(heap);
        command.addAll(List.of(options));
        command.add(mainClass);
        return command;
    }

    /** Returns the environment that {@code ./petty} sets for processes that use Spark. */
    static Map<String, String> sparkEnvironment() {
        return Map.of(
                "SPARK_HOME", SPARK_HOME.toString(), "SPARK_SCALA_VERSION", "2.13", "SPARK_LOCAL_IP", "127.0.0.1");
    }

    /** Returns the folder of the test classes that processes need. */
    static Path testClasses() {
        return TARGET.resolve("process-classes");
    }

    private static List<String> begunBy(String mainClass) {
        List<String> command = new ArrayList<>(COMMAND);
        command.add(mainClass);
        return command;
    }

    private static List<String> prepared() {
        Path jar = jar();
        Path archive = TARGET.resolve("petty.jsa");
        Path classes = TARGET.resolve("process-classes");
        // The two processes that run tests in parallel share one archive.
        try (FileChannel file = FileChannel.open(
                        TARGET.resolve("petty.jsa.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock making = file.lock()) {
            if (!Files.exists(archive)
                    || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) < 0) {
                rehearse(jar, archive);
            }
            for (Class<?> test : TEST_CLASSES) {
                copy(test, classes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path log = Path.of("src", "test", "resources", "io", "petty", "systemtests", "logback-steps.xml")
                .toAbsolutePath();
        // Archived classes are used only if the class path begins with the one at the time of archiving.
        return command(
                jar + File.pathSeparator + classes,
                "-XX:SharedArchiveFile=" + archive,
                "-Xshare:auto",
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                "-Dlogback.configurationFile=" + log,
                "-Dlogging.config=" + log.toUri());
    }

    private static void copy(Class<?> test, Path classes) throws IOException {
        String name = test.getName().replace('.', '/') + ".class";
        Path copy = classes.resolve(name);
        Files.createDirectories(copy.getParent());
        try (InputStream content = Objects.requireNonNull(test.getClassLoader().getResourceAsStream(name))) {
            byte[] bytes = content.readAllBytes();
            // Leaves an unchanged class in place, because another process may be loading it.
            if (!Files.exists(copy) || !Arrays.equals(Files.readAllBytes(copy), bytes)) {
                Files.write(copy, bytes);
            }
        }
    }

    private static void rehearse(Path jar, Path archive) throws IOException {
        Path folder = Files.createTempDirectory(archive.getParent(), "rehearsal");
        Path made = folder.resolve("petty.jsa");
        List<String> command =
                command(jar.toString(), "-XX:ArchiveClassesAtExit=" + made, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
        command.addAll(
                List.of(MAIN_CLASS, "run", "--home", folder.resolve("home").toString()));
        // One day is enough to load all classes.
        Path raw = Files.createDirectories(folder.resolve("raw"));
        Path day = Path.of("..", "sample-data", "raw", "dt=2026-11-17").toAbsolutePath();
        Files.createSymbolicLink(raw.resolve(day.getFileName()), day);
        command.addAll(List.of("--raw", raw.toString()));
        try {
            LimitedProcess.Ended ended = LimitedProcess.run(new ProcessBuilder(command), WrittenLines.PATIENCE);
            if (ended.code() != 0) {
                throw new IllegalStateException("The rehearsal failed: " + ended.written());
            }
            Files.move(made, archive, StandardCopyOption.REPLACE_EXISTING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> command(String classPath, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath));
        return command;
    }

    static Path jar() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(entry -> entry.endsWith("petty.jar"))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("Tests of whole processes need the jars of ./mvnw verify"));
    }
}
