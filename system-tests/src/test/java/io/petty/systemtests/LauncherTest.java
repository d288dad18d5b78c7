package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.petty.process.LimitedProcess;
import io.petty.process.WrittenLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the script {@code ./petty} in a folder that looks like a built program. Its Java is a script that prints its
 * arguments and, like the JVM, writes a class archive to the given path.
 */
class LauncherTest {
    private static final String JAVA = """
            #!/bin/sh
            if [ "$1" = -version ]; then echo "version of $0"; exit; fi
            for argument; do
              case $argument in
                -XX:ArchiveClassesAtExit=* | -XX:AOTCacheOutput=*)
                  basename -- "$argument" .classes >>"$(dirname "$0")/rehearsals"
                  echo "classes of $0" >"${argument#*=}"
                  ;;
              esac
            done
            printf '%s\\n' "$@"
            """;

    /** The rehearsals of one build. */
    private static final List<String> ONCE = List.of("help", "write", "read");

    private static final List<String> TWICE =
            Stream.of(ONCE, ONCE).flatMap(List::stream).toList();

    @TempDir
    private Path folder;

    private Path program;
    private Path jar;
    private Path sparkJar;
    private Path jdk;

    @BeforeEach
    void createBuiltProgram() throws IOException {
        program = Files.createDirectory(folder.toRealPath().resolve("program"));
        Files.copy(Path.of("..", "petty"), program.resolve("petty"));
        Files.createFile(program.resolve("pom.xml"));
        for (String module :
                List.of("readers-writers", "access", "jobs", "generator", "spark", "scheduler", "readiness", "cli")) {
            Files.createDirectories(program.resolve(module).resolve("src/main"));
            Files.createFile(program.resolve(module).resolve("pom.xml"));
        }
        Path libraries = Files.createDirectories(program.resolve("cli/target/lib"));
        Files.createFile(libraries.resolve("library.jar"));
        jar = Files.createFile(program.resolve("cli/target/petty.jar"));
        sparkJar = Files.createFile(Files.createDirectories(program.resolve("spark/target/spark-home/jars"))
                .resolve("petty-spark.jar"));
        age(Instant.now().minusSeconds(3600), Instant.now().minusSeconds(1800));
        jdk = jdk("jdk", JAVA);
    }

    @Test
    void findsTheProgramThroughSymbolicLinks() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("home/bin"));
        Path tools = Files.createDirectory(folder.resolve("tools"));
        Path absolute = Files.createSymbolicLink(bin.resolve("absolute"), program.resolve("petty"));
        Path relative = Files.createSymbolicLink(tools.resolve("relative"), Path.of("../program/petty"));
        Path chain = Files.createSymbolicLink(bin.resolve("chain"), Path.of("../../tools/relative"));
        Path linkedFolder = Files.createSymbolicLink(bin.resolve("folder"), program);

        for (Path called : List.of(absolute, relative, chain, linkedFolder.resolve("petty"))) {
            assertThat(starts(launch(called, Map.of())))
                    .as(called.toString())
                    .endsWith("-jar", jar.toString(), "--version");
        }
        assertThat(rehearsals(jdk)).as("one program is rehearsed once").isEqualTo(ONCE);
    }

    @Test
    void findsTheProgramByARelativePathWithCdpathSet() throws Exception {
        Path elsewhere = folder.resolve("elsewhere");
        Files.createDirectories(elsewhere.resolve("program"));

        assertThat(starts(launch(Path.of("program/petty"), Map.of("CDPATH", elsewhere.toString()))))
                .endsWith("-jar", jar.toString(), "--version");
    }

    @Test
    void reusesTheArchiveInOtherTimeZonesAndLongAfterTheBuild() throws Exception {
        launch(Map.of("TZ", "UTC"));
        String archive = archive(starts(launch(Map.of("TZ", "UTC"))));

        assertThat(archive(starts(launch(Map.of("TZ", "Asia/Tokyo"))))).isEqualTo(archive);
        assertThat(archive(starts(launch(Map.of("LC_ALL", "C", "PETTY_HEAP", "1g")))))
                .isEqualTo(archive);
        assertThat(rehearsals(jdk)).isEqualTo(ONCE);

        // A build from the year before last, which ls lists without a time of day.
        age(Instant.now().minus(Duration.ofDays(900)), Instant.now().minus(Duration.ofDays(800)));
        String old = archive(starts(launch(Map.of("TZ", "UTC"))));
        assertThat(archive(starts(launch(Map.of("TZ", "America/Lima"))))).isEqualTo(old);
        assertThat(rehearsals(jdk)).isEqualTo(TWICE);
    }

    @Test
    void createsAnArchiveForEachJavaAndEachBuild() throws Exception {
        Path other = jdk("other-jdk", JAVA);
        String first = archive(starts(launch(Map.of())));
        String second = archive(starts(launch(Map.of("JAVA_HOME", other.toString()))));

        assertThat(second).isNotEqualTo(first);
        assertThat(archive(starts(launch(Map.of())))).isEqualTo(first);
        assertThat(rehearsals(jdk)).isEqualTo(ONCE);
        assertThat(rehearsals(other)).isEqualTo(ONCE);

        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.99\"\n");
        String updated = archive(starts(launch(Map.of())));
        assertThat(updated).isNotEqualTo(first);

        Files.setLastModifiedTime(
                program.resolve("cli/target/lib/library.jar"),
                FileTime.from(Instant.now().plusSeconds(30)));
        assertThat(archive(starts(launch(Map.of())))).isNotEqualTo(updated);
    }

    @Test
    void usesAnArchiveForEachKindOfCommand() throws Exception {
        for (List<String> arguments : List.of(
                List.<String>of(),
                List.of("--help"),
                List.of("-V"),
                List.of("run", "--help"),
                List.of("status", "--home", "x", "-h"))) {
            assertThat(kind(arguments)).as(arguments.toString()).isEqualTo("help");
        }
        for (String command : List.of("status", "timeline", "runs", "explain", "export", "keys")) {
            assertThat(kind(List.of(command, "--home", "x"))).as(command).isEqualTo("read");
        }
        for (String command : List.of("run", "rerun", "backfill", "maintain", "unknown")) {
            assertThat(kind(List.of(command, "--home", "x"))).as(command).isEqualTo("write");
        }
        assertThat(rehearsals(jdk)).isEqualTo(ONCE);
    }

    private String kind(List<String> arguments) throws Exception {
        String archive = archive(starts(launchWith(Map.of(), arguments.toArray(String[]::new))));
        return Path.of(archive).getFileName().toString().split("-", 3)[1];
    }

    @Test
    void usesAnAheadOfTimeCacheFromJava25On() throws Exception {
        for (String version : List.of("25", "25.0.1", "101.2")) {
            Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
            assertThat(starts(launch(Map.of())))
                    .as(version)
                    .anyMatch(argument -> argument.startsWith("-XX:AOTCache=") && argument.endsWith(".aot"))
                    .noneMatch(argument -> argument.startsWith("-XX:SharedArchiveFile="));
        }
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"24.0.2\"\n");
        assertThat(archive(starts(launch(Map.of())))).endsWith(".jsa");
        Files.delete(jdk.resolve("release"));
        assertThat(archive(starts(launch(Map.of())))).endsWith(".jsa");
    }

    @Test
    void removesArchivesOfEarlierBuilds() throws Exception {
        String first = archive(starts(launch(Map.of())));
        // The build's time is in the future, as if the clock had been set back since.
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(120)));

        String second = archive(starts(launch(Map.of())));

        assertThat(Path.of(second)).exists();
        assertThat(Path.of(first)).doesNotExist();
    }

    @Test
    void startsWithoutAnArchiveIfTheRehearsalFolderCannotBeCreated() throws Exception {
        Path broken = executable(Files.createDirectory(folder.resolve("broken")).resolve("mktemp"), "exit 1");

        List<String> arguments = starts(launch(Map.of("PATH", broken.getParent() + ":" + System.getenv("PATH"))));

        assertThat(arguments).endsWith("-jar", jar.toString(), "--version").noneMatch(LauncherTest::isArchive);
    }

    @Test
    void startsWithoutAnArchiveIfStatFails() throws Exception {
        Path broken = executable(Files.createDirectory(folder.resolve("broken")).resolve("stat"), "exit 1");

        LimitedProcess.Ended ended = launch(Map.of("PATH", broken.getParent() + ":" + System.getenv("PATH")));

        assertThat(starts(ended)).endsWith("-jar", jar.toString(), "--version").noneMatch(LauncherTest::isArchive);
        assertThat(ended.written()).doesNotContain("petty: ");
    }

    @Test
    void doesNotRepeatAFailedRehearsal() throws Exception {
        Files.writeString(jdk.resolve("bin/java"), JAVA.replace("echo \"classes", "exit 1; echo \"classes"));

        LimitedProcess.Ended first = launch(Map.of());
        LimitedProcess.Ended second = launch(Map.of());

        assertThat(first.written()).contains("petty: no fast start for this build");
        assertThat(starts(first)).endsWith("--version").noneMatch(LauncherTest::isArchive);
        assertThat(starts(second)).endsWith("--version").noneMatch(LauncherTest::isArchive);
        assertThat(second.written()).doesNotContain("petty: ");
        assertThat(rehearsals(jdk)).containsExactly("help");
    }

    @Test
    void worksInAReadOnlyFolderWithOrWithoutAnArchive() throws Exception {
        assumeThat(LimitedProcess.run(new ProcessBuilder("unshare", "-Urm", "true"), WrittenLines.PATIENCE)
                        .code())
                .as("whether this machine allows private mounts (unshare)")
                .isZero();

        LimitedProcess.Ended without = launchReadOnly();
        assertThat(starts(without))
                .endsWith("-jar", jar.toString(), "--version")
                .noneMatch(LauncherTest::isArchive);
        assertThat(without.written()).doesNotContain("petty: ");

        String archive = archive(starts(launch(Map.of())));
        assertThat(archive(starts(launchReadOnly()))).isEqualTo(archive);

        // The sources are newer than the program, as after copying the folder. The program must not try to build.
        Files.setLastModifiedTime(
                program.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(600)));
        LimitedProcess.Ended copied = launchReadOnly();
        assertThat(starts(copied)).endsWith("-jar", jar.toString(), "--version");
        assertThat(copied.written()).doesNotContain("petty: ");
    }

    @Test
    void reportsAJavaHomeWithoutJava() throws Exception {
        LimitedProcess.Ended ended =
                launch(Map.of("JAVA_HOME", folder.resolve("gone").toString()));

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.written())
                .startsWith("petty: JAVA_HOME is " + folder.resolve("gone"))
                .contains("17 or newer");
    }

    @Test
    void offersTheSampleDataOnlyInTheProgramFolder() throws Exception {
        String isDefault = "-Dpetty.sample-is-default=true";

        assertThat(starts(launch(program.resolve("petty"), program, Map.of()))).contains(isDefault);
        assertThat(starts(launch(program.resolve("petty"), folder, Map.of()))).doesNotContain(isDefault);
    }

    @Test
    void addsSparkToTheClassPathOnlyForCommandsThatUseIt() throws Exception {
        assertThat(starts(launch(Map.of())))
                .as("a command without Spark")
                .noneMatch(argument -> argument.contains("spark"))
                .noneMatch("-cp"::equals);

        for (LimitedProcess.Ended ended : List.of(
                launchWith(Map.of(), "run", "--spark-master", "local[2]"),
                launchWith(Map.of(), "run", "--spark-master=local[2]"),
                launchWith(Map.of("PETTY_SPARK_MASTER", "local[2]"), "run"),
                launchWith(Map.of("PETTY_JAVA_OPTIONS", "-Dpetty.spark.master=local[2]"), "run"),
                launchWith(Map.of(), "spark", "master"))) {
            assertUsesSpark(starts(ended));
        }
    }

    @Test
    void detectsSparkInSettingsFiles() throws Exception {
        Path properties = folder.resolve("petty.properties");
        Files.writeString(properties, "petty.threads = 2\npetty.spark.executor-memory = 2g\n");
        assertThat(starts(launchWith(Map.of(), "run"))).doesNotContain("-cp");
        Files.writeString(properties, "petty.threads = 2\npetty.spark.master = local[2]\n");
        assertUsesSpark(starts(launchWith(Map.of(), "run")));
        Files.delete(properties);

        Path yaml = Files.createDirectory(folder.resolve("config")).resolve("petty.yml");
        Files.writeString(yaml, "petty:\n  threads: 2\n");
        assertThat(starts(launchWith(Map.of(), "run"))).doesNotContain("-cp");
        Files.writeString(yaml, "petty:\n  spark:\n    master: local[2]\n");
        assertUsesSpark(starts(launchWith(Map.of(), "run")));
    }

    @Test
    void addsTheClientJarsOfOtherClusterManagers() throws Exception {
        assertThat(starts(launchWith(
                        Map.of("PETTY_SPARK_JARS", "/opt/spark/jars"), "run", "--spark-master", "k8s://https://h:443")))
                .contains(sparkClassPath() + ":/opt/spark/jars/*");
    }

    @Test
    void createsASeparateArchiveForCommandsThatUseSpark() throws Exception {
        String plain = archive(starts(launch(Map.of())));
        String spark = archive(starts(launchWith(Map.of("PETTY_SPARK_MASTER", "local[2]"), "run")));

        assertThat(spark).isNotEqualTo(plain);
        assertThat(archive(starts(launchWith(Map.of(), "spark", "master")))).isEqualTo(spark);
        assertThat(archive(starts(launch(Map.of())))).isEqualTo(plain);
        assertThat(rehearsals(jdk)).containsExactly("help", "write", "read", "spark");
    }

    @Test
    void rehearsesWithTheHeapOfARunEvenForAMaster() throws Exception {
        assertThat(starts(launchWith(Map.of(), "spark", "master"))).contains("-Xmx256m");

        List<String> rehearsed = Files.readAllLines(jar.resolveSibling("petty-spark.log"));
        assertThat(rehearsed).contains("run", "local[1]");
        assertThat(rehearsed.stream().filter(argument -> argument.startsWith("-Xmx")))
                .as("the last option takes effect")
                .endsWith("-Xmx1g");
    }

    private void assertUsesSpark(List<String> arguments) {
        assertThat(arguments)
                .containsSequence("-cp", sparkClassPath(), "io.petty.cli.Petty")
                .noneMatch("-jar"::equals);
    }

    private String sparkClassPath() {
        return jar + ":" + sparkJar.getParent() + "/*";
    }

    private LimitedProcess.Ended launchWith(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("bash", program.resolve("petty").toString()));
        command.addAll(List.of(arguments));
        return run(folder, environment, command.toArray(String[]::new));
    }

    private LimitedProcess.Ended launch(Map<String, String> environment) throws Exception {
        return launch(program.resolve("petty"), environment);
    }

    private LimitedProcess.Ended launch(Path called, Map<String, String> environment) throws Exception {
        return launch(called, folder, environment);
    }

    private LimitedProcess.Ended launch(Path called, Path in, Map<String, String> environment) throws Exception {
        return run(in, environment, "bash", called.toString(), "--version");
    }

    private LimitedProcess.Ended launchReadOnly() throws Exception {
        return run(
                folder,
                Map.of(),
                "unshare",
                "-Urm",
                "bash",
                "-c",
                "mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\" && exec bash \"$1/petty\" --version",
                "read-only",
                program.toString());
    }

    private LimitedProcess.Ended run(Path in, Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(in.toFile());
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().putAll(environment);
        return LimitedProcess.run(builder, WrittenLines.PATIENCE);
    }

    /** Returns the arguments with which Java was finally started. */
    private static List<String> starts(LimitedProcess.Ended ended) {
        assertThat(ended.code()).as(ended.written()).isZero();
        List<String> lines = new ArrayList<>(ended.written().lines().toList());
        lines.removeIf(line -> line.startsWith("petty: "));
        return lines;
    }

    private static boolean isArchive(String argument) {
        return argument.startsWith("-XX:SharedArchiveFile=") || argument.startsWith("-XX:AOTCache=");
    }

    /** Returns the archive that a start used. */
    private static String archive(List<String> arguments) {
        assertThat(arguments)
                .as("arguments")
                .filteredOn(LauncherTest::isArchive)
                .hasSize(1);
        return arguments.stream()
                .filter(LauncherTest::isArchive)
                .findFirst()
                .orElseThrow()
                .split("=", 2)[1];
    }

    private static List<String> rehearsals(Path jdk) throws IOException {
        return Files.readAllLines(jdk.resolve("bin/rehearsals"));
    }

    private void age(Instant sources, Instant build) throws IOException {
        try (Stream<Path> files = Files.walk(program)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(
                        file, FileTime.from(file.equals(jar) || file.equals(sparkJar) ? build : sources));
            }
        }
    }

    private Path jdk(String name, String java) throws IOException {
        Path home = folder.toRealPath().resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
        executable(home.resolve("bin/java"), java);
        return home;
    }

    private static Path executable(Path file, String script) throws IOException {
        Files.writeString(file, script.startsWith("#!") ? script : "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
