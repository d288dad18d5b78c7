package io.petty.cdk;

import io.petty.cdk.Synthesised.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.cxapi.CloudAssembly;
import software.amazon.awscdk.cxapi.SynthesisMessageLevel;

/** The program of {@code cdk-java/synth}. It is among the tests because it runs on their Node.js. */
final class Synthesis {
    private Synthesis() {}

    /** Synthesises a stage into a folder: {@code STAGE OUT [ACCOUNT]}. */
    public static void main(String[] arguments) {
        BundledNode.unpack();
        try {
            Stage stage = Stage.valueOf(arguments[0].toUpperCase(Locale.ROOT));
            Map<String, Object> settings = arguments.length > 2 ? Map.of("account", arguments[2]) : Map.of();
            App app = new App(AppProps.builder()
                    .outdir(Path.of(arguments[1]).toAbsolutePath().toString())
                    .context(Synthesised.context(stage, settings))
                    .build());
            PettyStacks.of(app);
            List<String> findings = errors(app.synth());
            if (!findings.isEmpty()) {
                findings.forEach(System.err::println);
                System.exit(1);
            }
        } catch (IllegalArgumentException e) {
            System.err.println("petty: " + e.getMessage());
            System.exit(2);
        }
    }

    /** Returns the errors that {@code cdk synth} would fail on. */
    private static List<String> errors(CloudAssembly assembly) {
        return assembly.getStacks().stream()
                .flatMap(stack -> stack.getMessages().stream())
                .filter(message -> message.getLevel() == SynthesisMessageLevel.ERROR)
                .map(message -> message.getId() + ": " + message.getEntry().getData())
                .toList();
    }
}
