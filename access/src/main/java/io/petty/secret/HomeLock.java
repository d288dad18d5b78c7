package io.petty.secret;

import io.petty.home.HomeFolder;
import io.petty.home.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Lets processes and threads change the files of a home's secrets one after the other. */
record HomeLock(Path home) {
    /**
     * A process can't lock a file twice, so its threads wait for each other here. Both waits end when the thread is
     * interrupted, as a request is that reached its limit.
     */
    private static final ReentrantLock THREADS = new ReentrantLock();

    <T> T hold(Supplier<T> work) {
        try {
            THREADS.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SecretException("The secrets of %s are being changed: try again later".formatted(home), e);
        }
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
        } finally {
            THREADS.unlock();
        }
    }
}
