package io.petty.benchmark;

/** Does nothing. The run time of its process is the minimum for a Java program. */
final class EmptyProgram {
    private EmptyProgram() {}

    public static void main(String[] arguments) {}
}
