package io.petty.cdk.program;

import io.petty.cdk.database.DatabaseStack;
import io.petty.cdk.network.NetworkStack;
import io.petty.cdk.settings.StageSettings;
import io.petty.cdk.storage.StorageStack;
import java.util.Map;
import java.util.TreeMap;

/** The settings of Petty's programs, as environment variables. */
final class ProgramSettings {
    private ProgramSettings() {}

    private static Map<String, String> shared(StageSettings settings, StorageStack storage, DatabaseStack database) {
        Map<String, String> shared = new TreeMap<>();
        shared.put("PETTY_HOME", ProgramTask.HOME);
        shared.put("PETTY_LAKE", storage.tablesUri());
        shared.put("PETTY_BUCKETS", String.valueOf(settings.buckets()));
        shared.put("PETTY_DATABASE_URL", database.url());
        shared.put("PETTY_SECRETS_STORE", "aws");
        shared.put("PETTY_SECRETS_PREFIX", settings.secretPrefix());
        // Also for commands: the access task issues tokens that the API must accept, and sign-in links to it.
        shared.put("PETTY_API_URL", "https://" + settings.domain());
        shared.put("PETTY_ACCESS_ISSUER", "https://" + settings.domain());
        shared.put("PETTY_LOG_FORMAT", "json");
        return shared;
    }

    private static void sendTraces(StageSettings settings, Map<String, String> program) {
        if (settings.traces()) {
            program.put("PETTY_TRACES_ENDPOINT", CollectorSettings.ENDPOINT);
        }
    }

    /** Returns the settings of commands that record no run, so they send neither metrics nor traces. */
    static Map<String, String> command(StageSettings settings, StorageStack storage, DatabaseStack database) {
        Map<String, String> command = shared(settings, storage, database);
        command.put("PETTY_RAW", storage.rawUri());
        command.put("PETTY_FEEDBACK", storage.feedbackUri());
        command.put("PETTY_DATABASE_READER_ROLE", DatabaseStack.READER);
        return command;
    }

    /** Returns the settings of maintenance, which is recorded as a run. */
    static Map<String, String> maintenance(StageSettings settings, StorageStack storage, DatabaseStack database) {
        Map<String, String> maintenance = command(settings, storage, database);
        maintenance.put("PETTY_METRICS_CLOUDWATCH", settings.metricNamespace());
        sendTraces(settings, maintenance);
        return maintenance;
    }

    /** Returns the settings of runs: on their own threads, or with the stage's workers. */
    static Map<String, String> run(StageSettings settings, StorageStack storage, DatabaseStack database) {
        Map<String, String> run = maintenance(settings, storage, database);
        // Java sees the machine's processors, not those of the task.
        run.put("PETTY_THREADS", String.valueOf(Math.max(1, (int) settings.runVcpu())));
        if (settings.hasWorkers()) {
            run.putAll(SparkProcesses.driverEnvironment(settings));
        }
        return run;
    }

    static Map<String, String> api(StageSettings settings, StorageStack storage, DatabaseStack database) {
        Map<String, String> api = shared(settings, storage, database);
        sendTraces(settings, api);
        api.put("PETTY_DATABASE_LOGIN", "reader");
        api.put("PETTY_API_FRESHNESS_LOG", "1m");
        api.put("PETTY_API_ADDRESS", "0.0.0.0");
        api.put("PETTY_API_PORT", String.valueOf(NetworkStack.API_PORT));
        api.put("PETTY_API_MANAGEMENT_ADDRESS", "0.0.0.0");
        api.put("PETTY_API_MANAGEMENT_PORT", String.valueOf(NetworkStack.MANAGEMENT_PORT));
        api.put("PETTY_API_TRUSTED_PROXIES", NetworkStack.ADDRESSES);
        return api;
    }
}
