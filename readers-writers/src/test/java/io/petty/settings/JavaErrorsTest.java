package io.petty.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class JavaErrorsTest {
    @Test
    void namesTheSettingForAFullHeap() {
        assertThat(JavaErrors.text(new IllegalStateException(new OutOfMemoryError("Java heap space"))))
                .matches("The heap of \\d+ MB is full \\(Java heap space\\): raise it with PETTY_HEAP=\\d+m.*");
    }

    @Test
    void distinguishesTheHeapFromOtherMemoryAndThreads() {
        assertThat(JavaErrors.text(new OutOfMemoryError("Cannot reserve 8192 bytes of direct buffer memory")))
                .startsWith("The memory outside the heap is full (Cannot reserve 8192 bytes");
        assertThat(JavaErrors.text(new OutOfMemoryError("unable to create native thread: possibly out of memory")))
                .startsWith("No thread can be started")
                .contains("raise the limit on processes");
    }

    @Test
    void namesTheSettingForAFullStack() {
        assertThat(JavaErrors.text(new StackOverflowError())).contains("PETTY_JAVA_OPTIONS=-Xss");
    }

    /** Java throws this error at each attempt after the first. */
    @Test
    void namesTheTemporaryFolderIfTheZstdLibraryCannotBeLoaded() {
        Error error = new NoClassDefFoundError("Could not initialize class com.github.luben.zstd.Zstd");
        error.initCause(new ExceptionInInitializerError("Exception java.lang.UnsatisfiedLinkError:\n no such thing"));

        assertThat(JavaErrors.text(new IOException(error)))
                .contains(
                        "native library of zstd",
                        System.getProperty("java.io.tmpdir"),
                        "PETTY_JAVA_OPTIONS=-Djava.io.tmpdir=")
                .doesNotContain("\n");
    }

    @Test
    void describesTheProblemOfTheTemporaryFolder() {
        String folder = System.getProperty("java.io.tmpdir");
        assertThat(JavaErrors.temporaryFolderProblem()).isNull();
        System.setProperty("java.io.tmpdir", "/no/such/folder");
        try {
            assertThat(JavaErrors.temporaryFolderProblem())
                    .startsWith("The folder for temporary files, /no/such/folder, can't be used: it doesn't exist.")
                    .contains("-Djava.io.tmpdir=");
        } finally {
            System.setProperty("java.io.tmpdir", folder);
        }
    }

    @Test
    void namesMissingClasses() {
        assertThat(JavaErrors.text(new NoClassDefFoundError("org/apache/iceberg/Table")))
                .contains("NoClassDefFoundError: org/apache/iceberg/Table", "with all of its jars");
    }

    @Test
    void returnsNullForOtherFailures() {
        assertThat(JavaErrors.text(new IllegalStateException(new IOException("no disk"))))
                .isNull();
        assertThat(JavaErrors.text(new AssertionError("a bug"))).isNull();
    }
}
