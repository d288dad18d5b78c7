package io.petty.cdk;

import io.petty.cdk.Synthesized.Stage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

/** The program of {@code cdk-java/synth}. It is among the tests because it needs {@link BundledNode}. */
final class Synthesis {
    private Synthesis() {}

    /** Synthesises a stage into a folder: {@code STAGE OUT [ACCOUNT]}. */
    public static void main(String[] arguments) throws IOException {
        BundledNode.unpack();
        try {
            Stage stage = Stage.valueOf(arguments[0].toUpperCase(Locale.ROOT));
            Map<String, Object> settings = arguments.length > 2 ? Map.of("account", arguments[2]) : Map.of();
            App app = new App(AppProps.builder()
                    .outdir(Path.of(arguments[1]).toAbsolutePath().toString())
                    .context(Synthesized.context(stage, settings))
                    .build());
            PettyStacks.of(app, System.getenv());
            app.synth();
            List<String> findings = findings(Path.of(arguments[1]));
            if (!findings.isEmpty()) {
                findings.forEach(System.err::println);
                System.exit(1);
            }
        } catch (IllegalArgumentException e) {
            System.err.println("petty: " + e.getMessage());
            System.exit(2);
        }
    }

    /** Returns the findings of cdk-nag, on which {@code cdk synth} would fail. */
    private static List<String> findings(Path out) throws IOException {
        List<String> findings = new ArrayList<>();
        try (DirectoryStream<Path> reports = Files.newDirectoryStream(out, "*NagReport.csv")) {
            for (Path report : reports) {
                Files.readAllLines(report).stream()
                        .filter(line -> line.contains("\"Non-Compliant\"") || line.contains("\"UNKNOWN\""))
                        .forEach(findings::add);
            }
        }
        return findings;
    }
}
