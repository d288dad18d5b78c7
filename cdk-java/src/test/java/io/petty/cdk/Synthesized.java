package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cdk.settings.Size;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.cxapi.CloudAssembly;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The stacks of a stage, as {@code cdk synth} creates them from {@code cdk.json}. Each variant is created once for all
 * tests.
 */
final class Synthesized {
    /** The name of {@link Variant#sizes}, for parameterized tests. */
    static final String SIZES = "io.petty.cdk.Synthesized$Variant#sizes";

    /** The name of {@link Variant#all}, for parameterized tests. */
    static final String ALL = "io.petty.cdk.Synthesized$Variant#all";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path FOLDER = Path.of("target", "synthesized");
    private static final Map<Variant, Synthesized> VARIANTS = new HashMap<>();
    private static final String OTHER_REGION = "us-east-1";
    private static final String ACCOUNT = "123456789012";

    /** Settings that {@code cdk.json} leaves out. Tests use them in production, so staging shows the stacks without them. */
    private static final Map<String, Object> OPTIONAL = Map.of(
            "canaryCollar", "canary-1",
            "repository", "example/petty",
            "anomalyMonitor", "arn:aws:ce::123456789012:anomalymonitor/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0");

    static {
        BundledNode.unpack();
    }

    private final Variant variant;
    private final CloudAssembly assembly;
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

    /**
     * A stage, with settings other than those in {@code cdk.json}.
     *
     * @param account null for that of the credentials
     * @param region null for the one in {@code cdk.json}
     */
    record Variant(
            Stage stage,
            Size size,
            @Nullable String account,
            @Nullable String region) {
        Variant(Stage stage, Size size) {
            this(stage, size, null, null);
        }

        /** Returns each stage in each size. */
        static Stream<Variant> sizes() {
            return Stream.of(Stage.values())
                    .flatMap(stage -> Stream.of(Size.values()).map(size -> new Variant(stage, size)));
        }

        /** Returns each stage in each size, and each size with an account, in its own region or in another one. */
        static Stream<Variant> all() {
            return Stream.concat(
                    sizes(),
                    Stream.of(
                            new Variant(Stage.STAGING, Size.SMALL, ACCOUNT, OTHER_REGION),
                            new Variant(Stage.STAGING, Size.STANDARD, ACCOUNT, null),
                            new Variant(Stage.PRODUCTION, Size.LARGE, ACCOUNT, OTHER_REGION)));
        }

        boolean isProduction() {
            return stage == Stage.PRODUCTION;
        }

        @Override
        public String toString() {
            return folder();
        }

        private Map<String, Object> context() {
            Map<String, Object> settings = new LinkedHashMap<>(stage == Stage.PRODUCTION ? OPTIONAL : Map.of());
            settings.put("size", size.label());
            if (account != null) {
                settings.put("account", account);
            }
            if (region != null) {
                settings.put("region", region);
            }
            return Synthesized.context(stage, settings);
        }

        private String folder() {
            return stage.label() + "-" + size.label() + (account == null ? "" : "-" + account)
                    + (region == null ? "" : "-" + region);
        }
    }

    /** A resource of a template. */
    record Resource(
            String stack,
            String id,
            String type,
            JsonNode properties,
            String deletionPolicy,
            String updateReplacePolicy) {
        @Override
        public String toString() {
            return stack + "/" + id;
        }
    }

    private Synthesized(Variant variant) {
        this.variant = variant;
        App app = new App(AppProps.builder()
                .outdir(FOLDER.resolve(variant.folder()).toString())
                .context(variant.context())
                .build());
        PettyStacks defined = PettyStacks.of(app, Map.of());
        assembly = app.synth();
        Stage stage = variant.stage();
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

    /** Returns the stacks of a stage in the size that {@code cdk.json} names: large in production. */
    static Synthesized of(Stage stage) {
        return of(new Variant(stage, stage == Stage.PRODUCTION ? Size.LARGE : Size.STANDARD));
    }

    static synchronized Synthesized of(Variant variant) {
        return VARIANTS.computeIfAbsent(variant, Synthesized::new);
    }

    /** Returns the context that {@code cdk synth -c stage=… -c imageTag=…} passes. */
    static Map<String, Object> context(Stage stage) {
        return context(stage, Map.of());
    }

    /** Returns the context with the given values for some of the stage's settings. */
    static Map<String, Object> context(Stage stage, Map<String, Object> settings) {
        try {
            ObjectNode context = (ObjectNode)
                    JSON.readTree(Files.readString(Path.of("cdk.json"))).path("context");
            context.put("stage", stage.label());
            ObjectNode own = (ObjectNode) context.path("stages").path(stage.label());
            settings.forEach(own::putPOJO);
            return new LinkedHashMap<>(JSON.convertValue(context, new TypeReference<Map<String, Object>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Stage stage() {
        return variant.stage();
    }

    Variant variant() {
        return variant;
    }

    CloudAssembly assembly() {
        return assembly;
    }

    Map<String, Stack> stacks() {
        return stacks;
    }

    /** Returns the template of a stack, such as {@code storage}, for assertions. */
    Template template(String stack) {
        return assertions.computeIfAbsent(
                stack,
                name -> Template.fromString(
                        Objects.requireNonNull(templates.get(name)).toString()));
    }

    /** Returns the templates by stack. */
    Map<String, JsonNode> templates() {
        return templates;
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
                        entry.getValue().path("Properties"),
                        entry.getValue().path("DeletionPolicy").asString(""),
                        entry.getValue().path("UpdateReplacePolicy").asString("")))));
        return resources;
    }

    List<Resource> resources(String type) {
        return resources().stream()
                .filter(resource -> resource.type().equals(type))
                .toList();
    }

    /**
     * Returns the resource of a type with a name.
     *
     * @param property the property that contains the name
     * @param name the name without the prefix of the stage
     */
    Resource named(String type, String property, String name) {
        String full = "petty-%s-%s".formatted(stage().label(), name);
        List<Resource> found = resources(type).stream()
                .filter(resource ->
                        resource.properties().path(property).asString("").equals(full))
                .toList();
        assertThat(found)
                .as("resources of the type %s with the name %s", type, full)
                .hasSize(1);
        return found.get(0);
    }

    /** Returns the containers of all task definitions. */
    List<JsonNode> containers() {
        return resources("AWS::ECS::TaskDefinition").stream()
                .flatMap(task -> task.properties().path("ContainerDefinitions").valueStream())
                .toList();
    }

    /** Returns the only container with a name. */
    JsonNode container(String name) {
        List<JsonNode> found = containers().stream()
                .filter(container -> container.path("Name").asString().equals(name))
                .toList();
        assertThat(found).as("containers with the name %s", name).hasSize(1);
        return found.get(0);
    }

    /** Returns the values of a container's environment variables, by name. */
    static Map<String, JsonNode> environment(JsonNode container) {
        Map<String, JsonNode> variables = new TreeMap<>();
        container
                .path("Environment")
                .forEach(variable -> variables.put(variable.path("Name").asString(), variable.path("Value")));
        return variables;
    }
}
