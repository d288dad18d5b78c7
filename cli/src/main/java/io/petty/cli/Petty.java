package io.petty.cli;

import io.petty.cli.access.KeysCommand;
import io.petty.cli.access.TokensCommand;
import io.petty.cli.commands.AccuracyCommand;
import io.petty.cli.commands.BackfillCommand;
import io.petty.cli.commands.ExplainCommand;
import io.petty.cli.commands.ExportCommand;
import io.petty.cli.commands.FeedbackCommand;
import io.petty.cli.commands.ForgetCommand;
import io.petty.cli.commands.GenerateCommand;
import io.petty.cli.commands.MaintainCommand;
import io.petty.cli.commands.ReadinessCommand;
import io.petty.cli.commands.RejectsCommand;
import io.petty.cli.commands.RerunCommand;
import io.petty.cli.commands.RollbackCommand;
import io.petty.cli.commands.RunCommand;
import io.petty.cli.commands.RunsCommand;
import io.petty.cli.commands.ScheduleCommand;
import io.petty.cli.commands.ServeCommand;
import io.petty.cli.commands.SparkCommand;
import io.petty.cli.commands.StatusCommand;
import io.petty.cli.commands.TimelineCommand;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeCommand;
import io.petty.cli.workspace.Terminal;
import io.petty.jobs.FailureText;
import io.petty.secret.SecretException;
import io.petty.settings.SettingsException;
import io.petty.version.ProgramVersion;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The {@code petty} command: finds and runs the subcommand, and turns failures into a message and an exit code. */
@Command(
        name = "petty",
        description = "Turns smart-collar readings into behavior timelines.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Petty.Version.class,
        footer = {
            "",
            "Every option is also a property (--max-reject-share: petty.max-reject-share)",
            "in petty.properties or config/petty.properties, and an environment variable",
            "(PETTY_MAX_REJECT_SHARE).",
            "",
            "Exit codes: 0 done or nothing to do, 1 failed, 2 wrong use or settings,",
            "3 another run holds the lake, 4 data failed its audit, 5 published, but files of a day",
            "are lost (0 with --allow-incomplete), 130 and 143 stopped by a signal."
        })
public final class Petty {
    private static final List<Class<?>> COMMANDS = List.of(
            RunCommand.class,
            RerunCommand.class,
            BackfillCommand.class,
            RollbackCommand.class,
            ScheduleCommand.class,
            SparkCommand.class,
            ServeCommand.class,
            StatusCommand.class,
            RunsCommand.class,
            RejectsCommand.class,
            TimelineCommand.class,
            ExplainCommand.class,
            FeedbackCommand.class,
            AccuracyCommand.class,
            ExportCommand.class,
            GenerateCommand.class,
            ForgetCommand.class,
            MaintainCommand.class,
            TokensCommand.class,
            KeysCommand.class,
            ReadinessCommand.class);

    /** The options with which a command only prints a text. */
    private static final Set<String> HELP = Set.of("-h", "--help", "-V", "--version");

    private Petty() {}

    public static void main(String[] arguments) {
        int code = run(Terminal.system(), Clock.systemUTC(), arguments);
        System.exit(code);
    }

    /** Runs a command and returns its exit code. */
    public static int run(Terminal ownTerminal, Clock clock, String... arguments) {
        CommandContext context = new CommandContext(ownTerminal, clock);
        Terminal terminal = arguments.length == 0 ? ownTerminal : context.beginLog();
        CommandLine command = commandLine(context, arguments);
        context.knowOptions(() -> optionsOfAllCommands(context));
        command.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        command.setErr(terminal.err());
        command.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colors() ? Ansi.ON : Ansi.OFF));
        command.setUsageHelpWidth(Math.min(120, Math.max(80, terminal.columns())));
        Parts parts = new Parts(context, terminal);
        command.setDefaultValueProvider(parts);
        command.setExecutionExceptionHandler(parts);
        command.registerConverter(LocalDate.class, new DateConverter());
        command.registerConverter(Duration.class, new DurationConverter());
        command.setParameterExceptionHandler(parts);
        command.setCaseInsensitiveEnumValuesAllowed(true);
        if (arguments.length == 0) {
            command.usage(command.getOut());
            command.getOut().flush();
            return terminal.out().end(ExitCode.WRONG_USE, terminal.err());
        }
        int code;
        try {
            code = command.execute(arguments);
        } catch (Error e) {
            // Picocli passes exceptions to the handlers above, but not errors.
            code = failure(e, terminal);
        }
        command.getOut().flush();
        return terminal.out().end(code, terminal.err());
    }

    /**
     * Creates the command with the named subcommand. If there is none, adds all subcommands for the help, with only
     * their names and descriptions. Reading all their options would take a tenth of a second.
     */
    private static CommandLine commandLine(CommandContext context, String... arguments) {
        Optional<Class<?>> named = COMMANDS.stream()
                .filter(type -> arguments.length > 0
                        && type.getAnnotation(Command.class).name().equals(arguments[0]))
                .findFirst();
        if (named.filter(LakeCommand.class::isAssignableFrom).isPresent()
                && Stream.of(arguments).noneMatch(HELP::contains)) {
            prepare();
        }
        CommandLine command = new CommandLine(new Petty(), new Factory(context));
        if (named.isPresent()) {
            command.addSubcommand(named.get());
            return command;
        }
        for (Class<?> type : COMMANDS) {
            Command described = type.getAnnotation(Command.class);
            CommandSpec spec = CommandSpec.create().name(described.name());
            spec.usageMessage().description(described.description());
            command.addSubcommand(described.name(), spec);
        }
        return command;
    }

    /**
     * Prepares what every command on a lake soon needs, in a second thread while picocli reads the options: all libraries,
     * which Java opens when a program first looks for a file or class that doesn't exist; Java's security providers; and its
     * names of time zones, for the date in the lock file of H2. That takes an eighth of the CPU time of {@code status}.
     */
    private static void prepare() {
        Thread preparation = new Thread(
                () -> {
                    ClassLoader.getSystemResource("io/petty/cli/no-such-file");
                    new SecureRandom();
                    TimeZone.getDefault().getDisplayName(false, TimeZone.SHORT, Locale.US);
                },
                "preparation");
        preparation.setDaemon(true);
        preparation.start();
    }

    private static Set<String> optionsOfAllCommands(CommandContext context) {
        return COMMANDS.stream()
                .map(type -> new CommandLine(type, new Factory(context)))
                .flatMap(command -> Stream.concat(Stream.of(command), command.getSubcommands().values().stream()))
                .flatMap(command -> command.getCommandSpec().options().stream())
                .map(CommandContext::name)
                .collect(Collectors.toSet());
    }

    private static int wrongUse(CommandLine.ParameterException exception, Terminal terminal) {
        terminal.err().println("petty: " + exception.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(exception, terminal.err())) {
            terminal.err()
                    .println("Help: ./"
                            + exception.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.WRONG_USE;
    }

    private static int failure(Throwable exception, Terminal terminal) {
        boolean settings = exception instanceof SettingsException || exception instanceof SecretException;
        terminal.err().println("petty: " + (settings ? exception.getMessage() : FailureText.of(exception)));
        if (Boolean.getBoolean("petty.stacktrace")) {
            exception.printStackTrace(terminal.err());
        }
        return settings ? ExitCode.WRONG_USE : ExitCode.FAILED;
    }

    /**
     * Default values and the handling of exceptions. A class and not lambdas: those of picocli's types can't be in the
     * class archive, and creating them at run time takes 0.07 of the CPU time of {@code --help}.
     */
    private static final class Parts
            implements CommandLine.IDefaultValueProvider,
                    CommandLine.IExecutionExceptionHandler,
                    CommandLine.IParameterExceptionHandler {
        private final CommandContext context;
        private final Terminal terminal;

        private Parts(CommandContext context, Terminal terminal) {
            this.context = context;
            this.terminal = terminal;
        }

        @Override
        public @Nullable String defaultValue(ArgSpec argument) {
            return context.defaultValue(argument);
        }

        @Override
        public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
            return failure(e, terminal);
        }

        @Override
        public int handleParseException(CommandLine.ParameterException e, String[] arguments) {
            return wrongUse(e, terminal);
        }
    }

    private static final class DateConverter implements CommandLine.ITypeConverter<LocalDate> {
        @Override
        public LocalDate convert(String text) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                throw new CommandLine.TypeConversionException("'%s' isn't a date like 2026-11-20".formatted(text));
            }
        }
    }

    private static final class DurationConverter implements CommandLine.ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return DurationStyle.detectAndParse(text);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(
                        "'%s' isn't a duration like 100s or PT1M".formatted(text));
            }
        }
    }

    /** Creates commands with the same context. */
    private record Factory(CommandContext context) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (constructor.getParameterCount() == 1
                        && constructor.getParameterTypes()[0] == CommandContext.class) {
                    // Commands and their constructors need not be public.
                    constructor.setAccessible(true);
                    return type.cast(constructor.newInstance(context));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }

    /** Prints the program's version and the commit it was built from. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"petty " + ProgramVersion.current()};
        }
    }
}
