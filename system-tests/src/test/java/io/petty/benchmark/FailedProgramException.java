package io.petty.benchmark;

/** Thrown when a measured program fails. The message names the program, its exit code and the end of its output. */
final class FailedProgramException extends Exception {
    private static final long serialVersionUID = 1;

    FailedProgramException(String message) {
        super(message);
    }
}
