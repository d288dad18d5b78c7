package io.petty.cli;

import io.petty.cli.workspace.Terminal;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;

/**
 * Runs several commands in one process, which loads the classes of all of them. The {@code petty} script archives these
 * classes for a fast start.
 */
final class Rehearsal {
    private static final String SEPARATOR = "--";

    private Rehearsal() {}

    /**
     * @param arguments the commands with their arguments, separated by {@value #SEPARATOR}. The first command that
     *     fails ends the process with its exit code.
     */
    public static void main(String[] arguments) {
        List<String> rest = Arrays.asList(arguments);
        while (!rest.isEmpty()) {
            int end = rest.indexOf(SEPARATOR);
            List<String> command = end < 0 ? rest : rest.subList(0, end);
            rest = end < 0 ? List.of() : rest.subList(end + 1, rest.size());
            int code = Petty.run(Terminal.system(), Clock.systemUTC(), command.toArray(String[]::new));
            if (code != 0) {
                System.exit(code);
            }
        }
        System.exit(0);
    }
}
