package io.petty.settings;

import java.beans.PropertyEditorSupport;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
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
public final class SettingsLoader {
    private static final String PREFIX = "petty";

    /** By default Boot asks each library on the class path for 16 files too. */
    private static final String FOLDERS = "optional:file:./;optional:file:./config/";

    private final StandardEnvironment environment = new StandardEnvironment();

    public SettingsLoader() {
        if (SettingsSources.hasFiles()) {
            environment
                    .getPropertySources()
                    .addLast(new MapPropertySource(
                            "names", Map.of("spring.config.name", "petty", "spring.config.location", FOLDERS)));
            ConfigDataEnvironmentPostProcessor.applyTo(environment);
        }
        environment.setConversionService(new ApplicationConversionService());
        ConfigurationPropertySources.attach(environment);
    }

    /** The value of a property that stands for an option, such as {@code petty.date} for {@code --date}. */
    public @Nullable String option(String name) {
        return environment.getProperty("petty." + name);
    }

    /**
     * Binds all settings below {@code petty}.
     *
     * @param type of a record that is made of all the settings, and checks them
     * @param defaults settings unless they are given; others have their defaults by the annotations of the type
     * @param options from the command line, by the names of properties
     * @param others names that may be set without being a setting of this type
     * @param check of what settings are made into, which is better refused now than in the middle of the work
     * @throws SettingsException that names the property, when a setting makes no sense
     */
    public <S extends Record> S load(
            Class<S> type,
            Record defaults,
            Map<String, Object> options,
            Predicate<ConfigurationPropertyName> others,
            Consumer<S> check) {
        Map<String, Object> flat = new LinkedHashMap<>();
        flatten(PREFIX, defaults, flat);
        environment.getPropertySources().addFirst(new MapPropertySource("options", options));
        environment.getPropertySources().addLast(new MapPropertySource("defaults", flat));
        try {
            S settings = bind(Bindable.of(type), others);
            check.accept(settings);
            return settings;
        } catch (RuntimeException e) {
            throw new SettingsException(message(e), e);
        }
    }

    private <S> S bind(Bindable<S> type, Predicate<ConfigurationPropertyName> others) {
        Binder binder = new Binder(
                ConfigurationPropertySources.get(environment),
                new PropertySourcesPlaceholdersResolver(environment),
                environment.getConversionService(),
                editors -> editors.registerCustomEditor(Path.class, new PathEditor()));
        try {
            return binder.bind(
                            PREFIX,
                            type,
                            new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter()))
                    .get();
        } catch (BindException e) {
            if (e.getCause() instanceof UnboundConfigurationPropertiesException unbound
                    && unbound.getUnboundProperties().stream().allMatch(property -> others.test(property.getName()))) {
                return binder.bind(PREFIX, type).get();
            }
            throw e;
        }
    }

    /** Reads a path. Spring's own editor first looks for a resource of that name in each library on the class path. */
    private static final class PathEditor extends PropertyEditorSupport {
        @Override
        public void setAsText(String text) {
            setValue(Path.of(text));
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
            String name = prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
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
}
