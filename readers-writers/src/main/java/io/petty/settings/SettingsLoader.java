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
 * Loads settings without an application context. Sources in order of precedence: options of the command line, system
 * properties, environment variables ({@code PETTY_…}), {@code petty.properties} or {@code petty.yml} in the current
 * folder or its {@code config} folder, defaults.
 */
public final class SettingsLoader {
    private static final String PREFIX = "petty";

    /**
     * The only folders that are searched for settings files. By default, Boot would also look for 16 files in each
     * library on the class path.
     */
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

    /** Returns the property for an option, such as {@code petty.date} for {@code --date}. */
    public @Nullable String option(String name) {
        return environment.getProperty("petty." + name);
    }

    /**
     * Binds all settings below {@code petty}.
     *
     * @param type a record of all settings, which validates them
     * @param defaults default values; other settings have their defaults in the type's annotations
     * @param options options of the command line by property name
     * @param others accepts names that may be set although they aren't settings of this type
     * @param check builds the derived settings, so that their validation runs now
     * @throws SettingsException if a setting is invalid; the message names the property
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

    /** Converts a text to a path. Spring's own editor would first look for a resource of that name in each library. */
    private static final class PathEditor extends PropertyEditorSupport {
        @Override
        public void setAsText(String text) {
            setValue(Path.of(text));
        }
    }

    /**
     * Returns the outermost message that begins with a property. If there is none, returns the innermost message,
     * preceded by the property if it is known.
     */
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
