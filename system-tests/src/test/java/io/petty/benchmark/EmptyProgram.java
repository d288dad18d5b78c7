package io.petty.benchmark;

/** Does nothing. The time of its process is the least that a Java program takes. */
final class EmptyProgram {
    private EmptyProgram() {}

    public static void main(String[] arguments) {}
}
