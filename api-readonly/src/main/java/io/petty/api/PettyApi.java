package io.petty.api;

import io.petty.lake.database.DatabaseUnavailableException;
import io.petty.output.StandardOutput;
import io.petty.secret.SecretException;
import io.petty.settings.JavaErrors;
import io.petty.settings.SettingsException;
import io.petty.version.ProgramVersion;
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

/** The program {@code petty serve}, and the application that it starts. */
public final class PettyApi {
    /** Still running. */
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

    /** Starts the service, or reports why it can't start; returns the exit code. */
    static int run(StandardOutput out, PrintStream errors, String... arguments) {
        CommandLine command = new CommandLine(new ApiCommand(out));
        command.getCommandSpec().version("petty " + ProgramVersion.current());
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
            // Picocli passes exceptions to the handlers above, but not errors.
            code = failure(e, err);
        }
        command.getOut().flush();
        // Fails if the address could not be printed, since the caller needs it.
        return out.end(code, err);
    }

    /** Starts the service. Closing the context stops it. */
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

    /** Returns a failure of the start as an exception that names the setting to change, if there is one. */
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
                        "petty.api.%s: port %d is taken; choose another one with --%1$s (0 for any free port)"
                                .formatted(name, taken.getPort()),
                        e);
            }
            if (cause instanceof BindException || cause instanceof UnknownHostException) {
                return new SettingsException(
                        "petty.api.address or petty.api.management-address: can't listen on %s or %s: %s"
                                .formatted(
                                        settings.api().address(),
                                        settings.api().managementAddress(),
                                        cause.getMessage()),
                        e);
            }
        }
        // The server writes files to the temporary folder, but its own message doesn't name that folder.
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
