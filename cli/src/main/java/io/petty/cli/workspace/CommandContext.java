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

/** What commands share: the terminal, the clock, and the settings, which are only looked for when one needs them. */
public final class CommandContext {
    /** The program's main class, for processes that run it again. */
    public static final String MAIN_CLASS = "io.petty.cli.Petty";

    private Terminal terminal;
    private final Clock clock;
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

    /** Formats the log as the settings say, before anything is written. Wrong settings are reported later. */
    public Terminal beginLog() {
        if (!SettingsSources.any()) {
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

    /** Who keeps figures of runs; null where nobody reads them. */
    @Nullable
    public RunMetrics metrics() {
        return metrics;
    }

    public void keepMetrics(RunMetrics kept) {
        metrics = kept;
    }

    /** The wish to stop, which any command that takes long heeds. */
    public StopRequest stop() {
        return stop;
    }

    public Clock clock() {
        return clock;
    }

    /** Takes the names of all commands' options, such as {@code max-reject-share}. */
    public void knowOptions(Supplier<Set<String>> names) {
        optionNames = names;
    }

    private SettingsLoader settings() {
        if (settings == null) {
            settings = new SettingsLoader();
        }
        return settings;
    }

    /** What an option that wasn't given has as its value, by its property. */
    @Nullable
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)
                || option.usageHelp()
                || option.versionHelp()
                || !SettingsSources.any()) {
            return null;
        }
        return settings().option(name(option));
    }

    /** An option's name without its dashes. */
    public static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    /**
     * Opens the home that options and settings name, for commands that read raw files. Creates a missing home and reports
     * that, unless no raw root is known.
     *
     * @param more properties that other options of the command stand for
     */
    public Workspace open(LakeOptions options, Map<String, Object> more) {
        return Workspace.openForRaw(settings(options, more), clock, this::tell);
    }

    /** Does the same for commands that need no raw files. */
    public Workspace openWithoutRaw(LakeOptions options) {
        return openWithoutRaw(options, Map.of());
    }

    /** The same with properties that other options of the command stand for. */
    public Workspace openWithoutRaw(LakeOptions options, Map<String, Object> more) {
        return Workspace.open(settings(options, more), clock, this::tell);
    }

    private void tell(String message) {
        terminal.err().println("petty: " + message);
    }

    /** The same for commands that need what others have done: where there is no database, they create nothing and fail. */
    public Workspace openExisting(LakeOptions options) {
        return openExisting(options, Map.of());
    }

    /** The same with properties that other options of the command stand for. */
    public Workspace openExisting(LakeOptions options, Map<String, Object> more) {
        return Workspace.openExisting(settings(options, more), clock);
    }

    /**
     * Loads and checks the settings, without opening a home.
     *
     * @param more properties that other options of the command stand for
     */
    public PettySettings settings(LakeOptions options, Map<String, Object> more) {
        Map<String, Object> properties = new LinkedHashMap<>(more);
        putIfGiven(properties, "petty.home", options.home);
        putIfGiven(properties, "petty.raw", options.raw);
        putIfGiven(properties, "petty.feedback", options.feedback);
        putIfGiven(properties, "petty.lake", options.lake);
        return settings()
                .load(PettySettings.class, PettySettings.DEFAULTS, properties, this::isKnown, PettySettings::check);
    }

    /** Options of commands may be in a file of settings, and so may the settings of the program that serves the results. */
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
