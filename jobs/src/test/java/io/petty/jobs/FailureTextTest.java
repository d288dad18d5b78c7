package io.petty.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailureTextTest {
    @Test
    void returnsTheInnermostMessage() {
        Exception failure = new IllegalStateException("A step failed", new IllegalStateException("The disk is full"));

        assertThat(FailureText.of(failure)).isEqualTo("The disk is full");
    }

    @Test
    void namesAMissingFile() {
        Exception failure = new UncheckedIOException(new NoSuchFileException("out/day.csv"));

        assertThat(FailureText.of(failure)).isEqualTo("There is no file or folder out/day.csv");
    }

    @Test
    void namesTheClassOfATechnicalException() {
        assertThat(FailureText.of(new ArithmeticException("/ by zero"))).isEqualTo("ArithmeticException: / by zero");
    }

    @Test
    void suggestsARemedyForAnErrorOfTheJvm() {
        Exception failure = new IOException("Can't write a file", new OutOfMemoryError("Java heap space"));

        assertThat(FailureText.of(failure)).contains("heap", "PETTY_HEAP=");
    }

    @Test
    void joinsTheLinesOfAMessage() {
        assertThat(FailureText.of(new IllegalStateException("It failed:\n\tat one.place\r\n  at another\n")))
                .isEqualTo("It failed: at one.place at another");
    }

    @Test
    void keepsTheOuterMessageIfTheCauseHasNone() {
        assertThat(FailureText.of(new IllegalStateException("Counts differ", new NullPointerException())))
                .isEqualTo("Counts differ");
    }
}
