package io.petty.readiness;

import io.petty.home.HomeFolder;
import io.petty.lake.database.LakeDatabase;
import java.nio.file.Path;
import java.util.List;

/** Checks that other users of the machine have no access to the home. */
final class HomeChecks {
    private final Subject subject;

    HomeChecks(Subject subject) {
        this.subject = subject;
    }

    List<Check> all() {
        return List.of(
                new Check(
                        "home.permissions",
                        "Only the owner can access the home and its files",
                        "reads the permissions of the home, its database, secrets and locks, and of all table files in it",
                        "Run chmod -R go-rwx on the home, and find out who could have read or changed it (see docs/upgrading.md).",
                        this::isForItsOwnerAlone),
                new Check(
                        "home.database",
                        "The embedded database requires its password and runs no foreign code",
                        "logs in without a password, and looks for users, functions and triggers that Petty didn't create",
                        "Somebody else used the database: restore it from a backup, and replace keys and tokens (see docs/security.md).",
                        this::databaseIsClosed));
    }

    private void isForItsOwnerAlone(Evidence evidence) throws Exception {
        Path home = subject.installation().home();
        requirePermissions(home);
        for (Path open : HomeFolder.openToOthers(home)) {
            evidence.wrong(open + " is open to other users");
        }
        evidence.saw("only the owner of %s has permissions".formatted(home));
    }

    /** @throws UnmetException if the file system of the home has no POSIX permissions */
    static void requirePermissions(Path home) throws UnmetException {
        if (!home.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            throw new UnmetException("this file system has no POSIX permissions");
        }
    }

    private void databaseIsClosed(Evidence evidence) throws Exception {
        Installation here = subject.installation();
        if (!here.database().isEmbedded()) {
            throw new UnmetException("the database runs on a server: check the server's users and access rules");
        }
        LakeDatabase.weaknessesOfEmbedded(here.home()).forEach(evidence::wrong);
        evidence.saw("it refuses a login without a password, and has no foreign users, functions or triggers");
    }
}
