package io.petty.cdk.observability;

import io.petty.cdk.construct.PettyStack;
import io.petty.cdk.program.ApiStack;
import io.petty.cdk.program.Deployment;
import io.petty.cdk.settings.StageSettings;
import software.constructs.Construct;

/** Alarms, their notifications, and a dashboard. */
public final class ObservabilityStack extends PettyStack {
    public ObservabilityStack(Construct scope, Deployment deployment, ApiStack api) {
        super(scope, deployment.settings(), "observability", "Alarms and dashboard");
        StageSettings settings = deployment.settings();
        PettyMetrics figures = new PettyMetrics(settings);
        figures.countFromLogs(this);
        Alarms alarms = new Alarms(this);
        ApiAlarms.add(alarms, api, figures, settings);
        RunAlarms.add(alarms, figures);
        if (settings.hasWorkers()) {
            WorkerAlarms.add(alarms, figures);
        }
        DatabaseAlarms.add(alarms, deployment.database().database(), figures, settings.database());
        if (settings.isProduction()) {
            BackupAlarms.add(alarms, settings);
        }
        EventMails.add(alarms, this, deployment.cluster().cluster());
        SpendAlarms.add(this, alarms.topicArn());
        PettyDashboard.make(this, deployment, api, figures);
        output("AlarmTopic", "The topic of alarms, for further subscriptions", alarms.topicArn());
        output("DashboardName", "The dashboard", settings.name("overview"));
    }
}
