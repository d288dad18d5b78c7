package io.petty.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.petty.settings.SettingsException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of a home on a machine with other users. */
class HomeFolderTest {
    private static final int NOBODY = 65534;

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void nameAHome() {
        assumeThat(PrivateFiles.isPosix(folder)).isTrue();
        home = folder.resolve("above/home");
    }

    @Test
    void givesOnlyTheOwnerAccessToANewHomeAndItsContent() throws IOException {
        HomeFolder.create(home);
        PrivateFiles.createFolders(home.resolve("lake/readings/data"));
        PrivateFiles.open(
                        home.resolve("lake/readings/data/a.parquet"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)
                .close();
        PrivateFiles.replace(home.resolve("secrets"), new byte[1]);

        assertThat(modes("", "lake", "lake/readings", "lake/readings/data")).containsOnly("rwx------");
        assertThat(modes("lake/readings/data/a.parquet", "secrets")).containsOnly("rw-------");
        assertThat(HomeFolder.openToOthers(home)).isEmpty();
    }

    @Test
    void usesTheUmaskForALakeOutsideTheHome() throws IOException {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        set(shared, "rwxr-xr-x");
        Path byUmask = Files.createFile(shared.resolve("by-umask"));

        Path tables = shared.resolve("readings");
        PrivateFiles.createFolders(tables);
        Path written = tables.resolve("a.parquet");
        try (FileChannel file = PrivateFiles.open(written, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            assertThat(Files.getPosixFilePermissions(written)).isEqualTo(Files.getPosixFilePermissions(byUmask));
        }
    }

    @Test
    void removesTheAccessOfOthersToAnOpenHomeAndItsFiles() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        set(elsewhere, "rwxr-xr-x");
        for (String file : List.of("database.mv.db", "database.lock.db", "secrets.lock", "lake/readings/a", "notes")) {
            Path path = home.resolve(file);
            Files.createDirectories(path.getParent());
            set(Files.createFile(path), "rw-rw-r--");
        }
        Files.createSymbolicLink(home.resolve("served"), elsewhere);
        for (Path path : List.of(home, home.resolve("lake"), home.resolve("lake/readings"))) {
            set(path, "rwxrwxrwx");
        }
        assertThat(HomeFolder.openToOthers(home)).hasSize(7);

        HomeFolder.create(home);

        assertThat(modes("", "lake", "lake/readings")).containsOnly("rwx------");
        assertThat(modes("database.mv.db", "database.lock.db", "secrets.lock", "lake/readings/a"))
                .containsOnly("rw-------");
        assertThat(HomeFolder.openToOthers(home)).isEmpty();
        assertThat(mode(home.resolve("notes"))).as("a file that isn't Petty's").isEqualTo("rw-rw-r--");
        assertThat(mode(elsewhere)).as("the target of a link").isEqualTo("rwxr-xr-x");
    }

    @Test
    void removesTheAccessOfTheGroup() throws IOException {
        Files.createDirectories(home);
        set(home, "rwx--x---");

        HomeFolder.closeExisting(home);

        assertThat(mode(home)).isEqualTo("rwx------");
    }

    @Test
    void refusesAnOpenHomeOfAnotherUser() throws IOException {
        Files.createDirectories(home);
        Files.createFile(home.resolve("database.mv.db"));
        set(home, "rwxrwxrwx");
        assumeThat(isRoot()).as("only root can change the owner of a folder").isTrue();
        Files.setAttribute(home, "unix:uid", NOBODY);

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> HomeFolder.create(home))
                .withMessageContaining("petty.home")
                .withMessageContaining("chmod -R go-rwx '" + home + "'");
        assertThat(mode(home)).isEqualTo("rwxrwxrwx");
        assertThat(home).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void refusesAHomeThatTheUserCannotAccess() throws IOException {
        Files.createDirectories(home);
        set(home, "---------");
        assumeThat(isRoot()).as("root can access every folder").isFalse();

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> HomeFolder.closeExisting(home))
                .withMessageContaining("is closed to the user that Petty runs as");
    }

    @Test
    void refusesAnOpenFolderThatIsNotAHome() throws IOException {
        Files.createDirectories(home);
        Files.createFile(home.resolve("thesis.tex"));
        set(home, "rwxr-xr-x");

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> HomeFolder.create(home))
                .withMessageContaining("petty.home")
                .withMessageContaining(home.resolve(".petty").toString());
        assertThat(mode(home)).isEqualTo("rwxr-xr-x");
    }

    @Test
    void doesNotCreateAMissingHomeToCloseIt() throws IOException {
        HomeFolder.closeExisting(home);

        assertThat(home).doesNotExist();
    }

    private boolean isRoot() throws IOException {
        return Files.getAttribute(Files.createFile(folder.resolve("mine")), "unix:uid")
                .equals(0);
    }

    private List<String> modes(String... names) throws IOException {
        List<String> modes = new ArrayList<>();
        for (String name : names) {
            modes.add(mode(home.resolve(name)));
        }
        return modes;
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void set(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
