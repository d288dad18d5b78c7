package io.petty.lake.database;

import io.petty.home.PrivateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.h2.store.fs.retry.FilePathRetryOnInterrupt;

/**
 * The files of the embedded database, as its H2 sees them: each is created for its owner alone, whatever the umask. As
 * with H2's {@code retry:}, a file is opened again after Java has closed it because a thread was interrupted while it
 * read or wrote; otherwise one interrupted request would end the database for all.
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
            // Has its own patience with file systems that fail for a moment.
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
