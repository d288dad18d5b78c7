package io.petty.api;

import io.petty.lake.database.DatabaseUnavailableException;
import io.petty.output.StandardOutput;
import io.petty.secret.SecretException;
import io.petty.settings.JavaErrors;
import io.petty.settings.SettingsException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;

/** The program that serves, and the application it starts. */
public final class PettyApi {
    /** It serves on; what is no exit code yet. */
    static final int SERVING = 0;

    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    private PettyApi() {}

    public static void main(String[] arguments) {
        int code = run(StandardOutput.ofProcess(), System.err, arguments);
        if (code != SERVING) {
            System.exit(code);
        }
    }

    /** Begins to serve, or tells why it can't; gives the exit code of the program. */
    static int run(StandardOutput out, PrintStream errors, String... arguments) {
        CommandLine command = new CommandLine(new ApiCommand(out));
        PrintWriter err = new PrintWriter(errors, true, StandardCharsets.UTF_8);
        command.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        command.setErr(err);
        command.setExecutionExceptionHandler((exception, line, result) -> failure(exception, err));
        command.setParameterExceptionHandler((exception, given) -> {
            err.println("petty: " + exception.getMessage());
            err.println("Help: ./petty serve --help");
            return WRONG_USE;
        });
        int code;
        try {
            code = command.execute(arguments);
        } catch (Error e) {
            // The handlers above are told of exceptions alone.
            code = failure(e, err);
        }
        command.getOut().flush();
        // Without its address on standard output the service is of no use to the caller.
        return out.end(code, err);
    }

    /** Starts to serve by a clock; closing the context ends it. */
    static ConfigurableApplicationContext start(ServeSettings settings, Clock clock) {
        SpringApplication application = new SpringApplication(ServeConfiguration.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setDefaultProperties(BootProperties.of(settings));
        application.addInitializers(context -> {
            context.getBeanFactory().registerSingleton("serveSettings", settings);
            context.getBeanFactory().registerSingleton("apiSettings", settings.api());
            context.getBeanFactory().registerSingleton("clock", clock);
        });
        try {
            return application.run();
        } catch (RuntimeException e) {
            throw settingsException(settings, e);
        }
    }

    /** What ends a start because of a setting, as an exception that names it. */
    private static RuntimeException settingsException(ServeSettings settings, RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SettingsException named) {
                return named;
            }
            if (cause instanceof DatabaseUnavailableException || cause instanceof SecretException) {
                return new SettingsException(String.valueOf(cause.getMessage()), e);
            }
            if (cause instanceof PortInUseException taken) {
                String name = taken.getPort() == settings.api().port() ? "port" : "management-port";
                return new SettingsException(
                        "petty.api.%s: port %d is taken; name another with --%1$s (0 takes any that is free)"
                                .formatted(name, taken.getPort()),
                        e);
            }
            if (cause instanceof BindException || cause instanceof UnknownHostException) {
                return new SettingsException(
                        "petty.api.address or petty.api.management-address: %s or %s can't be listened at: %s"
                                .formatted(
                                        settings.api().address(),
                                        settings.api().managementAddress(),
                                        cause.getMessage()),
                        e);
            }
        }
        // The server unpacks files there; its own message doesn't say so.
        String temporary = JavaErrors.temporaryFolderProblem();
        return temporary == null ? e : new SettingsException(temporary, e);
    }

    private static int failure(Throwable exception, PrintWriter err) {
        String error = JavaErrors.text(exception);
        err.println("petty: " + (error == null ? exception.getMessage() : error));
        if (Boolean.getBoolean("petty.stacktrace")) {
            exception.printStackTrace(err);
        }
        return exception instanceof SettingsException ? WRONG_USE : FAILED;
    }
}
