package io.petty.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.Terminal;
import io.petty.output.StandardOutput;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tests the help at 80 columns. */
class HelpTest {
    private static final Pattern COMMAND = Pattern.compile("  (\\w+) +(\\S.*)");

    @Test
    void describesEachListedCommandInAWholeSentence() {
        Map<String, String> commands = commands(help());
        assertThat(commands).containsKeys("run", "spark", "status", "readiness", "tokens");

        commands.forEach((name, description) -> {
            assertThat(description).as(name).endsWith(".");
            commands(help(name))
                    .forEach(
                            (sub, text) -> assertThat(text).as(name + " " + sub).endsWith("."));
        });
    }

    @Test
    void doesNotBreakNamesThatBeginWithADot() {
        assertThat(help().lines()).noneMatch(line -> line.matches(".*[ (]\\."));
        commands(help()).keySet().stream()
                .filter(name -> !name.equals("serve"))
                .forEach(name -> assertThat(help(name).lines()).as(name).noneMatch(line -> line.matches(".*[ (]\\.")));
    }

    private static String help(String... command) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(new StandardOutput(out), new PrintWriter(new StringWriter(), true), false, false, 80);
        String[] words = command.length == 0 ? new String[] {"--help"} : new String[] {command[0], "--help"};
        Petty.run(terminal, Clock.systemUTC(), words);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Returns the descriptions of the commands that a help text lists, by name. */
    private static Map<String, String> commands(String help) {
        Map<String, String> commands = new LinkedHashMap<>();
        String name = "";
        boolean listed = false;
        for (String line : help.lines().toList()) {
            Matcher begins = COMMAND.matcher(line);
            if (line.equals("Commands:")) {
                listed = true;
            } else if (listed && line.isBlank()) {
                listed = false;
            } else if (listed && begins.matches()) {
                name = begins.group(1);
                commands.put(name, begins.group(2));
            } else if (listed) {
                commands.merge(name, " " + line.strip(), String::concat);
            }
        }
        return commands;
    }
}
