package io.petty.api;

import io.petty.api.settings.ApiSettings;
import io.petty.api.timeline.DayPublications;
import io.petty.home.HomeFolder;
import io.petty.signal.EndSignals;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that serves the published days of a lake until it is stopped. */
@Command(
        name = "petty serve",
        description = {
            "Serve published days over HTTP: the API below /v1, and a page that shows a pet's day.",
            "For the sample data, it prints a link that opens the page and signs in."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Every option is also a property (--port: petty.api.port) in petty.properties or",
            "config/petty.properties, and an environment variable (PETTY_API_PORT).",
            "",
            "Exit codes: 1 failed, 2 wrong use or settings, 130 and 143 stopped by a signal."
        })
final class ApiCommand implements Callable<Integer> {
    private final PrintStream out;

    @Option(names = "--home", paramLabel = "DIR", description = "Folder of the database and tables (default: .petty).")
    private @Nullable String home;

    @Option(
            names = "--lake",
            paramLabel = "URI",
            description = "Tables: a folder or s3://bucket/prefix (default: the lake that the home remembers).")
    private @Nullable String lake;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            description = "The address to listen on (default: 127.0.0.1, which only this machine can reach).")
    private @Nullable String address;

    @Option(names = "--port", paramLabel = "PORT", description = "The port; 0 for any free port (default: 8080).")
    private @Nullable Integer port;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            description = "The port of health and metrics; 0 for any free port (default: 8081).")
    private @Nullable Integer managementPort;

    ApiCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        ServeSettings settings = settings();
        boolean isNew = !HomeFolder.isHome(settings.home());
        ConfigurableApplicationContext context = PettyApi.start(settings, Clock.systemUTC());
        endBySignal(context);
        String url = url(context);
        out.printf("Petty serves home %s at %s%n", settings.home(), url);
        out.printf("Health and metrics are at %s%n", managementUrl(context));
        if (isNew) {
            out.printf("The home is new: %s%n", settings.home().toAbsolutePath().normalize());
        }
        if (context.getBean(DayPublications.class).newest().isEmpty()) {
            out.println("Nothing is published there yet. Days appear as soon as ./petty run publishes them.");
        }
        context.getBean(SampleLink.class)
                .make(settings.access().mostCollars(), url)
                .ifPresent(link -> out.printf(
                        "%nThis link opens the page, signed in for the sample collars. It works once, within %d min:%n%n  %s%n%n",
                        settings.access().codeLife().toMinutes(), link));
        out.flush();
        return PettyApi.SERVING;
    }

    /** Returns the address of the service for clients, without a trailing slash. */
    static String url(ApplicationContext context) {
        ApiSettings api = context.getBean(ApiSettings.class);
        return api.url() == null
                ? url(api.address(), context, "local.server.port")
                : api.url().toString().replaceFirst("/+$", "");
    }

    /** Returns the address of health and metrics. */
    static String managementUrl(ApplicationContext context) {
        return url(context.getBean(ApiSettings.class).managementAddress(), context, "local.management.port");
    }

    private static String url(String address, ApplicationContext context, String port) {
        return "http://%s:%s"
                .formatted(
                        address.contains(":") ? "[" + address + "]" : address,
                        context.getEnvironment().getProperty(port));
    }

    /** Finishes current requests and closes the database before the process ends. A second signal ends it at once. */
    private static void endBySignal(ConfigurableApplicationContext context) {
        AtomicBoolean ending = new AtomicBoolean();
        EndSignals.handle(code -> {
            if (ending.getAndSet(true)) {
                Runtime.getRuntime().halt(code);
            }
            Thread end = new Thread(
                    () -> {
                        context.close();
                        System.exit(code);
                    },
                    "end");
            // A daemon thread could be ended before it sets the exit code.
            end.setDaemon(false);
            end.start();
        });
    }

    private ServeSettings settings() {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("petty.home", home);
        options.put("petty.lake", lake);
        options.put("petty.api.address", address);
        options.put("petty.api.port", port);
        options.put("petty.api.management-port", managementPort);
        options.values().removeIf(Objects::isNull);
        return ServeSettings.load(options);
    }
}
