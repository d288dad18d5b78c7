package io.petty.secret;

import io.petty.home.HomeFolder;
import io.petty.home.PrivateFiles;
import io.petty.limits.InterruptibleLock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;
import org.springframework.dao.QueryTimeoutException;

/** A lock on the secret files of a home, exclusive among processes and among the threads of one process. */
record HomeLock(Path home) {
    /**
     * Locks out the other threads of this process, since a file lock belongs to the whole process. An interrupt ends
     * the wait for either lock, for example when a request reaches its time limit.
     */
    private static final InterruptibleLock THREADS = new InterruptibleLock();

    /**
     * Runs work while holding the lock.
     *
     * @throws SecretException if the home can't be written
     * @throws QueryTimeoutException if the thread is interrupted while it waits for the lock
     */
    <T> T hold(Supplier<T> work) {
        return THREADS.hold(() -> holdFile(work));
    }

    private <T> T holdFile(Supplier<T> work) {
        try {
            HomeFolder.create(home);
            try (FileChannel file = PrivateFiles.open(
                            home.resolve("secrets.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                return work.get();
            }
        } catch (IOException e) {
            throw new SecretException(
                    "petty.home: secrets can't be stored in %s: %s: allow the user that runs Petty to write there"
                            .formatted(home, e),
                    e);
        }
    }
}
