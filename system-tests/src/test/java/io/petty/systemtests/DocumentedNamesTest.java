package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that classes named on pages for contributors exist. */
class DocumentedNamesTest {
    private static final Path ROOT = Path.of("..");

    /** A diagram, or inline code. */
    private static final Pattern CODE = Pattern.compile("(?s)```mermaid\\n(.*?)```|`([^`\\n]+)`");

    /** A name of two words or more. Single words such as Event also occur as plain words. */
    private static final Pattern NAME = Pattern.compile("(?<![\\w/])(?:[A-Z][a-z]+){2,}(?![\\w(])");

    private static final Pattern TYPE = Pattern.compile("\\b(?:class|record|interface|enum)\\s+(\\w+)");

    /** Names of libraries, and placeholders. */
    private static final Set<String> OTHERS =
            Set.of("IllegalStateException", "MeterRegistry", "NameCommand", "NullMarked");

    @ParameterizedTest
    @ValueSource(strings = {"CONTRIBUTING.md", "docs/architecture.md"})
    void namesClassesThatExist(String page) throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher code = CODE.matcher(Files.readString(ROOT.resolve(page)));
        while (code.find()) {
            Matcher name = NAME.matcher(code.group());
            while (name.find()) {
                named.add(name.group());
            }
        }
        named.removeAll(OTHERS);

        assertThat(named).hasSizeGreaterThan(30);
        assertThat(types()).containsAll(named);
    }

    /** The simple names of all types in the sources of all modules, tests included. */
    private static Set<String> types() throws IOException {
        Set<String> types = new HashSet<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> sources = modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .toList();
            for (Path source : sources) {
                try (Stream<Path> files = Files.walk(source)) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                            .toList()) {
                        Matcher type = TYPE.matcher(Files.readString(file));
                        while (type.find()) {
                            types.add(type.group(1));
                        }
                    }
                }
            }
        }
        return types;
    }
}
