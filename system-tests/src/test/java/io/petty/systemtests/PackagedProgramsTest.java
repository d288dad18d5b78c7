package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.process.LimitedProcess;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the packaged command when it is started with {@code java -jar}. Other tests start its main class or the
 * service's jar.
 */
class PackagedProgramsTest {
    private static final Pattern X86 = Pattern.compile("x86_64|amd64");

    /** A native library for Linux with glibc, which is the C library of the images. */
    private static final Pattern X86_LIBRARY =
            Pattern.compile("(?i)linux[^/]*/(x86_64|amd64)/[^/]*\\.so$|_x86_64\\.so$");

    @TempDir
    private Path folder;

    @Test
    void createsAHomeOnlyItsOwnerCanAccessWhateverTheUmask() throws Exception {
        // One day is enough for a file of each kind.
        Path raw = Files.createDirectory(folder.resolve("raw"));
        Path day = Path.of("..", "sample-data", "raw", "dt=2026-11-17").toAbsolutePath();
        Files.createSymbolicLink(raw.resolve(day.getFileName()), day);
        Path home = folder.resolve("home");

        LimitedProcess.Ended run = LimitedProcess.run(
                new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "umask 000; exec \"$@\"",
                        "petty",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        Path.of("..", "cli", "target", "petty.jar").toString(),
                        "run",
                        "--raw",
                        raw.toString(),
                        "--home",
                        home.toString()),
                Duration.ofMinutes(10));

        assertThat(run.code()).as(run.written()).isZero();
        Map<String, String> modes = modes(home);
        assertThat(modes.keySet())
                .anyMatch(name -> name.endsWith(".parquet"))
                .contains("database.mv.db", "database.password", "database.opening", "run.lock", "home.properties");
        assertThat(modes)
                .allSatisfy((name, mode) -> assertThat(mode)
                        .as(name)
                        .isEqualTo(Files.isDirectory(home.resolve(name)) ? "rwx------" : "rw-------"));
    }

    /** Images are made for both platforms; a library without its native part would only fail when it is used. */
    @Test
    void nativeLibrariesForLinuxAreThereForX86AndArm() throws Exception {
        Set<String> onX86 = new TreeSet<>();
        Set<String> missing = new TreeSet<>();
        for (String libraries : List.of("cli/target/lib", "api-readonly/target/lib", "spark/target/spark-home/jars")) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of("..", libraries), "*.jar")) {
                for (Path jar : jars) {
                    try (ZipFile content = new ZipFile(jar.toFile())) {
                        for (ZipEntry entry : Collections.list(content.entries())) {
                            String name = entry.getName();
                            if (X86_LIBRARY.matcher(name).find()) {
                                onX86.add(jar.getFileName() + ": " + name);
                                if (content.getEntry(X86.matcher(name).replaceAll("aarch64")) == null) {
                                    missing.add(jar.getFileName() + ": " + name);
                                }
                            }
                        }
                    }
                }
            }
        }

        assertThat(onX86)
                .anyMatch(name -> name.startsWith("zstd-jni-"))
                .anyMatch(name -> name.startsWith("snappy-java-"));
        assertThat(missing).isEmpty();
    }

    /** Returns the permissions of a home and everything in it, by name. */
    private static Map<String, String> modes(Path home) throws IOException {
        Map<String, String> modes = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(home)) {
            for (Path path : walk.toList()) {
                modes.put(
                        home.relativize(path).toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            }
        }
        return modes;
    }
}
