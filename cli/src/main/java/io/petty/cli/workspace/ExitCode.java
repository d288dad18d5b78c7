package io.petty.cli.workspace;

/** Exit codes of commands. */
public final class ExitCode {
    /** Done, or nothing to do. */
    public static final int DONE = 0;

    /** Something failed; a retry may help. */
    public static final int FAILED = 1;

    /** Invalid command line or settings. */
    public static final int WRONG_USE = 2;

    /** Another run holds the lake. */
    public static final int HELD = 3;

    /** The data failed its audit. */
    public static final int AUDIT = 4;

    /** Published, but files of a delivery day are unusable or ignored. */
    public static final int INCOMPLETE = 5;

    private ExitCode() {}
}
