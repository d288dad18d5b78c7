package io.petty.readiness;

import io.petty.home.HomeFolder;
import io.petty.lake.database.LakeDatabase;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Other users of the machine get at nothing of the home. */
final class HomeChecks {
    private final @Nullable Installation installation;

    /** @param installation null when it is elsewhere */
    HomeChecks(@Nullable Installation installation) {
        this.installation = installation;
    }

    List<Check> all() {
        return List.of(
                new Check(
                        "home.permissions",
                        "The home and its files are for their owner alone",
                        "looks at the modes of the home, its database, secrets and locks, and of all files of tables in it",
                        "chmod -R go-rwx the home, and look who could have read or changed it: docs/upgrading.md.",
                        this::isForItsOwnerAlone),
                new Check(
                        "home.database",
                        "The embedded database lets nobody in without its password, and runs no code of others",
                        "logs in without a password, and looks for users, functions and triggers that Petty didn't create",
                        "Somebody else was in the database: restore it from a backup, and change keys and tokens: docs/security.md.",
                        this::databaseIsClosed));
    }

    private Installation here() throws UnmetException {
        if (installation == null) {
            throw new UnmetException("the home is looked at where it is: run ./petty readiness there");
        }
        return installation;
    }

    private Result isForItsOwnerAlone() throws Exception {
        Path home = here().home();
        if (!home.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            throw new UnmetException("this file system has no POSIX permissions");
        }
        Evidence evidence = new Evidence();
        for (Path open : HomeFolder.openToOthers(home)) {
            evidence.wrong(open + " is open to other users");
        }
        evidence.saw("nobody but the owner of %s has any permission".formatted(home));
        return evidence.result();
    }

    private Result databaseIsClosed() throws Exception {
        Installation here = here();
        if (!here.database().isEmbedded()) {
            throw new UnmetException("the database is a server's: see its own users and rules");
        }
        Evidence evidence = new Evidence();
        LakeDatabase.weaknessesOfEmbedded(here.home()).forEach(evidence::wrong);
        evidence.saw("it refuses a login without a password, and has no users, functions or triggers of others");
        return evidence.result();
    }
}
