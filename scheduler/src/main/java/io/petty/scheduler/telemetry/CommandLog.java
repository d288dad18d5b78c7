package io.petty.scheduler.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import io.petty.settings.LogSettings;
import java.io.PrintWriter;
import java.util.Map;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Configures the log of the {@code petty} command on standard error. It is configured in code because reading
 * logback.xml takes a tenth of a second, which is a third of a short command's run time. A file named by the system
 * property {@code logback.configurationFile} takes precedence.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class CommandLog extends ContextAwareBase implements Configurator {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z', UTC} %-5level %logger{0}: %msg%n";

    /** The logger of a command's human-readable output when the log is JSON. */
    private static final String COMMAND = "petty";

    /**
     * Levels of loggers. Commands print their results themselves, so the log has only unusual events. Other libraries
     * stay at WARN, because their details may contain data that must not be logged, such as response bodies.
     */
    private static final Map<String, Level> LEVELS = Map.ofEntries(
            Map.entry(COMMAND, Level.INFO),
            // The daemon's log is its report: the outcome of each night.
            Map.entry("io.petty.scheduler.NightlyDaemon", Level.INFO),
            // The command prints the failure of a job once.
            Map.entry("org.springframework.batch", Level.OFF),
            Map.entry("org.springframework.boot.SpringApplication", Level.OFF),
            // Warns of a broken connection. The statement fails anyway.
            Map.entry("com.zaxxer.hikari.pool.ProxyConnection", Level.ERROR),
            // db-scheduler warns that it doesn't know H2, but H2's timestamps work.
            Map.entry("utc_warning", Level.OFF),
            // Warns about Hadoop's metrics, which are left out on purpose.
            Map.entry("org.apache.iceberg.aws.s3.S3FileIO", Level.ERROR),
            // Warns that Hadoop's native code is missing. Petty uses none of it.
            Map.entry("org.apache.hadoop.util.NativeCodeLoader", Level.ERROR),
            // io.petty.spark.Executors logs tolerated failures, such as a lost executor, in one line. Spark logs them
            // with stack traces.
            Map.entry("org.apache.spark", Level.ERROR),
            Map.entry("org.apache.spark.network", Level.OFF),
            Map.entry("org.apache.spark.scheduler.TaskSchedulerImpl", Level.OFF),
            // Logs each failed attempt with a stack trace. A final failure is reported with its partition.
            Map.entry("org.apache.spark.scheduler.TaskSetManager", Level.OFF),
            // Masters, workers, and a run's connection to its master.
            Map.entry("org.apache.spark.deploy", Level.WARN));

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        configure(context, LogSettings.DEFAULTS);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Reconfigures the log from the settings. */
    public static void begin(LogSettings settings) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        configure(context, settings);
        if (settings.isJson()) {
            LogManager.getLogManager().reset();
            SLF4JBridgeHandler.install();
            Logger log = LoggerFactory.getLogger(COMMAND);
            Thread.setDefaultUncaughtExceptionHandler(
                    (thread, e) -> log.error("Thread {} ended: {}", thread.getName(), e.toString(), e));
        }
    }

    /** Returns a writer that logs each line of a command's human-readable output. */
    public static PrintWriter lines() {
        return new PrintWriter(new LogLines(LoggerFactory.getLogger(COMMAND)), true);
    }

    private static void configure(LoggerContext context, LogSettings settings) {
        context.getStatusManager().add(new NopStatusListener());
        ExecutorWarningFilter filter = new ExecutorWarningFilter();
        filter.setContext(context);
        filter.start();
        context.addTurboFilter(filter);
        LEVELS.forEach((name, level) -> context.getLogger(name).setLevel(level));
        context.getLogger("io.petty").setLevel(ownLevel(settings));
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(standardError(context, settings.isJson() ? new JsonLogEncoder() : text()));
    }

    private static @Nullable Level ownLevel(LogSettings settings) {
        Level usual = settings.isJson() ? Level.INFO : Level.WARN;
        return settings.level().isEmpty() ? usual : Level.toLevel(settings.level(), usual);
    }

    private static Encoder<ILoggingEvent> text() {
        return new TextLogEncoder(PATTERN + System.getProperty("petty.log.exceptions", "%nopex"));
    }

    private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext context, Encoder<ILoggingEvent> encoder) {
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setName("stderr");
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
