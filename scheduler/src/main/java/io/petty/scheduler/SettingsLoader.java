package io.petty.scheduler;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Finds settings without starting an application context. What is found first counts: options of the command line,
 * system properties, environment variables ({@code PETTY_…}), {@code petty.properties} or {@code petty.yml} in the
 * current folder or its {@code config}, defaults.
 */
final class SettingsLoader {
    private final StandardEnvironment environment = new StandardEnvironment();

    SettingsLoader() {
        environment.getPropertySources().addLast(new MapPropertySource("names", Map.of("spring.config.name", "petty")));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        environment.setConversionService(new ApplicationConversionService());
        ConfigurationPropertySources.attach(environment);
    }

    /** The value of a property that stands for an option, such as {@code petty.date} for {@code --date}. */
    @Nullable
    String option(String name) {
        return environment.getProperty("petty." + name);
    }

    /**
     * Binds all settings.
     *
     * @param options from the command line, by the names of properties
     * @param optionNames of all commands, which may stand in a file without being a setting
     * @throws SettingsException that names the property, when a setting makes no sense
     */
    PettySettings load(Map<String, Object> options, Set<String> optionNames) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        flatten("petty", PettySettings.DEFAULTS, defaults);
        environment.getPropertySources().addFirst(new MapPropertySource("options", options));
        environment.getPropertySources().addLast(new MapPropertySource("defaults", defaults));
        try {
            PettySettings settings = bind(optionNames);
            // What they are made into has rules of its own, which are better broken now than in the middle of a run.
            settings.jobSettings();
            settings.s3Settings();
            settings.collarBuckets();
            return settings;
        } catch (RuntimeException e) {
            throw new SettingsException(message(e), e);
        }
    }

    private PettySettings bind(Set<String> optionNames) {
        Binder binder = Binder.get(environment);
        Bindable<PettySettings> type = Bindable.of(PettySettings.class);
        try {
            return binder.bind(
                            "petty",
                            type,
                            new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter()))
                    .get();
        } catch (BindException e) {
            if (e.getCause() instanceof UnboundConfigurationPropertiesException unbound
                    && unbound.getUnboundProperties().stream()
                            .allMatch(property ->
                                    optionNames.contains(property.getName().getLastElement(Form.DASHED)))) {
                return binder.bind("petty", type).get();
            }
            throw e;
        }
    }

    /** The message that names a property, else the innermost one with the property before it. */
    private static String message(Throwable e) {
        String innermost = String.valueOf(e.getMessage());
        String property = null;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnboundConfigurationPropertiesException unbound) {
                return "There is no setting %s"
                        .formatted(
                                unbound.getUnboundProperties().iterator().next().getName());
            }
            if (cause instanceof BindException bound) {
                property = bound.getName().toString();
            }
            if (cause.getMessage() != null) {
                innermost = cause.getMessage();
                if (innermost.startsWith("petty.")) {
                    return innermost;
                }
            }
        }
        return property == null ? innermost : property + ": " + innermost;
    }

    private static void flatten(String prefix, Record settings, Map<String, Object> into) {
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            String name = prefix + "." + kebabCase(component.getName());
            Object value;
            try {
                component.getAccessor().setAccessible(true);
                value = component.getAccessor().invoke(settings);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("The default of %s can't be read".formatted(name), e);
            }
            if (value instanceof Record nested) {
                flatten(name, nested, into);
            } else if (value != null) {
                into.put(name, value);
            }
        }
    }

    private static String kebabCase(String name) {
        StringBuilder kebab = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                kebab.append('-').append(Character.toLowerCase(c));
            } else {
                kebab.append(c);
            }
        }
        return kebab.toString();
    }
}
