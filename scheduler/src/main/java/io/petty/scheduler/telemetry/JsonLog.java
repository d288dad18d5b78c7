package io.petty.scheduler.telemetry;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import io.petty.settings.LogSettings;
import java.io.PrintWriter;
import java.util.logging.LogManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Makes the log what its settings say; by default nothing of this is needed. */
public final class JsonLog {
    private static final Logger LOG = LoggerFactory.getLogger("petty");

    private JsonLog() {}

    /** Reads the log's configuration again, now that the settings are known which it asks for. */
    public static void begin(LogSettings settings) {
        System.setProperty("petty.log.appender", settings.format());
        String level = settings.isJson() ? "INFO" : "WARN";
        System.setProperty("petty.log.own", settings.level().isEmpty() ? level : settings.level());
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        try {
            new ContextInitializer(context).autoConfig();
        } catch (JoranException e) {
            throw new IllegalStateException("The log can't be configured: " + e.getMessage(), e);
        }
        if (settings.isJson()) {
            LogManager.getLogManager().reset();
            SLF4JBridgeHandler.install();
            Thread.setDefaultUncaughtExceptionHandler(
                    (thread, e) -> LOG.error("Thread {} ended: {}", thread.getName(), e.toString(), e));
        }
    }

    /** Takes what a command writes for people, and makes a line of the log of each line. */
    public static PrintWriter lines() {
        return new PrintWriter(new LogLines(LOG), true);
    }
}
