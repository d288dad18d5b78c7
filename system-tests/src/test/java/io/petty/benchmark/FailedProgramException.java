package io.petty.benchmark;

/** A program that was to be measured ended with an error; the message says which, how, and how its output ends. */
final class FailedProgramException extends Exception {
    private static final long serialVersionUID = 1;

    FailedProgramException(String message) {
        super(message);
    }
}
