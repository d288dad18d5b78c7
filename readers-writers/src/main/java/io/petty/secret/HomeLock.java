package io.petty.secret;

import io.petty.home.HomeFolder;
import io.petty.home.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/** Lets processes and threads change the files of a home's secrets one after the other. */
record HomeLock(Path home) {
    <T> T hold(Supplier<T> work) {
        // A process can't take the lock of a file twice, so its threads wait here.
        synchronized (HomeLock.class) {
            try {
                HomeFolder.create(home);
                try (FileChannel file = PrivateFiles.open(
                                home.resolve("secrets.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = file.lock()) {
                    return work.get();
                }
            } catch (IOException e) {
                throw new SecretException(
                        "petty.home: secrets can't be kept in %s: %s: let the user that Petty runs as write there"
                                .formatted(home, e),
                        e);
            }
        }
    }
}
