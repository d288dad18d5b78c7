package io.petty.cdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.cxapi.CloudAssembly;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Both stages as {@code cdk synth} creates them from {@code cdk.json}, each once for all tests. */
final class Synthesized {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path FOLDER = Path.of("target", "synthesized");
    private static final Map<Stage, Synthesized> STAGES = new EnumMap<>(Stage.class);

    static {
        BundledNode.unpack();
    }

    private final Stage stage;
    private final Map<String, JsonNode> templates = new TreeMap<>();
    private final Map<String, Template> assertions = new TreeMap<>();
    private final Map<String, Stack> stacks = new TreeMap<>();

    /** The stages. */
    enum Stage {
        STAGING,
        PRODUCTION;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A resource of a template. */
    record Resource(String stack, String id, String type, JsonNode properties) {
        @Override
        public String toString() {
            return stack + "/" + id;
        }
    }

    private Synthesized(Stage stage) {
        this.stage = stage;
        App app = new App(AppProps.builder()
                .outdir(FOLDER.resolve(stage.label()).toString())
                .context(context(stage))
                .build());
        PettyStacks defined = PettyStacks.of(app);
        CloudAssembly assembly = app.synth();
        for (Stack stack : defined.stacks()) {
            String name = stack.getStackName().replace("petty-" + stage.label() + "-", "");
            stacks.put(name, stack);
            try {
                templates.put(
                        name,
                        JSON.readTree(Files.readString(
                                Path.of(assembly.getDirectory(), stack.getStackName() + ".template.json"))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static synchronized Synthesized of(Stage stage) {
        return STAGES.computeIfAbsent(stage, Synthesized::new);
    }

    /** Returns the context that {@code cdk synth -c stage=… -c imageTag=…} passes. */
    static Map<String, Object> context(Stage stage) {
        try {
            Map<String, Object> context = new LinkedHashMap<>(JSON.convertValue(
                    JSON.readTree(Files.readString(Path.of("cdk.json"))).path("context"),
                    new TypeReference<Map<String, Object>>() {}));
            context.put("stage", stage.label());
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Stage stage() {
        return stage;
    }

    Map<String, Stack> stacks() {
        return stacks;
    }

    /** Returns a stack's template for assertions, such as {@code storage}. */
    Template template(String stack) {
        return assertions.computeIfAbsent(
                stack,
                name -> Template.fromString(
                        Objects.requireNonNull(templates.get(name)).toString()));
    }

    /** Returns all resources of all stacks. */
    List<Resource> resources() {
        List<Resource> resources = new ArrayList<>();
        templates.forEach((stack, template) -> template.path("Resources")
                .properties()
                .forEach(entry -> resources.add(new Resource(
                        stack,
                        entry.getKey(),
                        entry.getValue().path("Type").asString(),
                        entry.getValue().path("Properties")))));
        return resources;
    }

    List<Resource> resources(String type) {
        return resources().stream()
                .filter(resource -> resource.type().equals(type))
                .toList();
    }
}
