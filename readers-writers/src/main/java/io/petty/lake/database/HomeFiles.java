package io.petty.lake.database;

import io.petty.home.PrivateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.h2.store.fs.retry.FilePathRetryOnInterrupt;

/**
 * H2's file system for the embedded database. It creates each file private to its owner, regardless of the umask. Like
 * H2's {@code retry:}, it reopens a file that Java closed because a thread was interrupted while it read or wrote.
 * Otherwise one interrupted request would close the database for all.
 *
 * <p>Public, since H2 creates an instance for each file.
 */
public final class HomeFiles extends FilePathRetryOnInterrupt {
    static final String SCHEME = "petty";

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public boolean createFile() {
        try {
            return PrivateFiles.createOwnFile(path());
        } catch (IOException e) {
            // H2's method retries, since some file systems fail temporarily.
            return super.createFile();
        }
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        if (!mode.equals("r")) {
            PrivateFiles.createOwnFile(path());
        }
        return super.open(mode);
    }

    @Override
    public OutputStream newOutputStream(boolean append) throws IOException {
        PrivateFiles.createOwnFile(path());
        return super.newOutputStream(append);
    }

    private Path path() {
        return Path.of(getBase().toString());
    }
}
