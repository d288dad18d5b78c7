package io.petty.cli.workspace;

import io.petty.jobs.StopRequest;
import io.petty.scheduler.telemetry.CommandLog;
import io.petty.scheduler.telemetry.RunMetrics;
import io.petty.settings.LogSettings;
import io.petty.settings.SettingsLoader;
import io.petty.settings.SettingsSources;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The parts that commands share: the terminal, the clock, and the settings, which are read when first needed. */
public final class CommandContext {
    /** The program's main class, for starting the program in another process. */
    public static final String MAIN_CLASS = "io.petty.cli.Petty";

    private Terminal terminal;
    private final Clock clock;
    private final boolean hasSettings = SettingsSources.any();
    private final StopRequest stop = new StopRequest();
    private Supplier<Set<String>> optionNames = Set::of;
    private LogSettings log = LogSettings.DEFAULTS;
    private @Nullable RunMetrics metrics;
    private @Nullable SettingsLoader settings;

    public CommandContext(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    public Terminal terminal() {
        return terminal;
    }

    /**
     * Configures the log by the settings, before anything is written, and returns the terminal to use. Invalid settings
     * are reported later.
     */
    public Terminal beginLog() {
        if (!hasSettings) {
            return terminal;
        }
        try {
            String format = Objects.requireNonNullElse(settings().option("log.format"), LogSettings.DEFAULTS.format());
            String level = Objects.requireNonNullElse(settings().option("log.level"), LogSettings.DEFAULTS.level());
            log = new LogSettings(format, level);
        } catch (RuntimeException e) {
            return terminal;
        }
        if (!log.equals(LogSettings.DEFAULTS)) {
            CommandLog.begin(log);
        }
        if (log.isJson()) {
            terminal = new Terminal(terminal.out(), CommandLog.lines(), terminal.colors(), false, terminal.columns());
        }
        return terminal;
    }

    public LogSettings log() {
        return log;
    }

    /** Returns the metrics of runs; null if nothing reads them. */
    @Nullable
    public RunMetrics metrics() {
        return metrics;
    }

    public void keepMetrics(RunMetrics kept) {
        metrics = kept;
    }

    /** Returns the request to stop, which long commands check. */
    public StopRequest stop() {
        return stop;
    }

    public Clock clock() {
        return clock;
    }

    /** Sets the source of the names of all commands' options, such as {@code max-reject-share}. */
    public void knowOptions(Supplier<Set<String>> names) {
        optionNames = names;
    }

    private SettingsLoader settings() {
        if (settings == null) {
            settings = new SettingsLoader();
        }
        return settings;
    }

    /** Returns the value for an option that isn't given: that of its property, or null if the property isn't set. */
    @Nullable
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp() || !hasSettings) {
            return null;
        }
        return settings().option(name(option));
    }

    /** Returns an option's name without its dashes. */
    public static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    /**
     * Opens the home named by options and settings, for commands that read raw files. If the home is missing and the
     * raw root is known, creates the home and reports that.
     *
     * @param more properties set by other options of the command
     */
    public Workspace open(LakeOptions options, Map<String, Object> more) {
        return Workspace.openForRaw(settings(options, more), clock, this::tell);
    }

    /** Opens the home, or creates it, for commands that need no raw files. */
    public Workspace openWithoutRaw(LakeOptions options) {
        return openWithoutRaw(options, Map.of());
    }

    /** Does the same with properties set by other options of the command. */
    public Workspace openWithoutRaw(LakeOptions options, Map<String, Object> more) {
        return Workspace.open(settings(options, more), clock, this::tell);
    }

    private void tell(String message) {
        terminal.err().println("petty: " + message);
    }

    /** Opens an existing home, for commands on earlier results. Fails if it has no database. */
    public Workspace openExisting(LakeOptions options) {
        return openExisting(options, Map.of());
    }

    /** Does the same with properties set by other options of the command. */
    public Workspace openExisting(LakeOptions options, Map<String, Object> more) {
        return Workspace.openExisting(settings(options, more), clock);
    }

    /**
     * Loads and checks the settings, without opening a home.
     *
     * @param more properties set by other options of the command
     */
    public PettySettings settings(LakeOptions options, Map<String, Object> more) {
        Map<String, Object> properties = new LinkedHashMap<>(more);
        putIfGiven(properties, "petty.home", options.home);
        putIfGiven(properties, "petty.raw", options.raw);
        putIfGiven(properties, "petty.feedback", options.feedback);
        putIfGiven(properties, "petty.lake", options.lake);
        if (!hasSettings && more.isEmpty() && !properties.toString().contains("${")) {
            try {
                PettySettings given =
                        PettySettings.ofOptions(options.home, options.raw, options.feedback, options.lake);
                given.check();
                return given;
            } catch (IllegalArgumentException e) {
                // The loader reports it with the name of the property.
            }
        }
        return settings()
                .load(PettySettings.class, PettySettings.DEFAULTS, properties, this::isKnown, PettySettings::check);
    }

    /** A settings file may also contain options of commands and the settings of the API. */
    private boolean isKnown(ConfigurationPropertyName property) {
        return optionNames.get().contains(property.getLastElement(Form.DASHED))
                || ConfigurationPropertyName.of("petty.api").isAncestorOf(property);
    }

    private static void putIfGiven(Map<String, Object> properties, String name, @Nullable Object value) {
        if (value != null) {
            properties.put(name, value);
        }
    }
}
