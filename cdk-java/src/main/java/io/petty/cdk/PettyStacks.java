package io.petty.cdk;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.petty.cdk.database.BackupsStack;
import io.petty.cdk.database.DatabaseStack;
import io.petty.cdk.delivery.DeployStack;
import io.petty.cdk.delivery.ImagesStack;
import io.petty.cdk.network.NetworkStack;
import io.petty.cdk.observability.DeploymentAlarms;
import io.petty.cdk.observability.ObservabilityStack;
import io.petty.cdk.program.ApiStack;
import io.petty.cdk.program.ClusterStack;
import io.petty.cdk.program.Deployment;
import io.petty.cdk.program.JobsStack;
import io.petty.cdk.program.SecretsStack;
import io.petty.cdk.program.WorkersStack;
import io.petty.cdk.settings.StageSettings;
import io.petty.cdk.storage.QueryStack;
import io.petty.cdk.storage.StorageStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.TagProps;
import software.amazon.awscdk.Tags;

/** The program that {@code cdk} calls. It defines all stacks of one stage. */
public final class PettyStacks {
    private final List<Stack> stacks;

    private PettyStacks(App app, StageSettings settings) {
        ImagesStack images = new ImagesStack(app, settings);
        NetworkStack network = new NetworkStack(app, settings);
        StorageStack storage = new StorageStack(app, settings);
        DatabaseStack database = new DatabaseStack(app, settings, network);
        SecretsStack secrets = new SecretsStack(app, settings);
        ClusterStack cluster = new ClusterStack(app, settings, network);
        Deployment deployment = new Deployment(settings, network, images, cluster, storage, database, secrets);
        JobsStack jobs = new JobsStack(app, deployment);
        ApiStack api = new ApiStack(app, deployment);
        DeploymentAlarms.watch(api);
        ObservabilityStack observability = new ObservabilityStack(app, deployment, api);
        observability.addStackDependency(jobs);
        List<Stack> all = new ArrayList<>(
                List.of(images, network, storage, database, secrets, cluster, jobs, api, observability));
        if (settings.athena()) {
            all.add(new QueryStack(app, settings, storage));
        }
        if (settings.hasWorkers()) {
            all.add(new WorkersStack(app, deployment));
        }
        if (settings.repository() != null) {
            all.add(new DeployStack(app, settings, images, jobs.run()));
        }
        if (settings.isProduction()) {
            all.add(new BackupsStack(app, settings, database));
        }
        stacks = List.copyOf(all);
    }

    /** Runs the synthesis that {@code cdk} requests. */
    public static void main(String[] arguments) {
        App app = new App();
        try {
            of(app, System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println("petty: " + e.getMessage());
            System.exit(2);
        }
        app.synth();
    }

    /**
     * Defines the stacks of the stage that the context names, and checks them with cdk-nag's AWS Solutions pack.
     *
     * @param environment variables, of which {@code PETTY_SIZE} overrides the stage's size
     * @throws IllegalArgumentException naming the setting that is missing or invalid
     */
    static PettyStacks of(App app, Map<String, String> environment) {
        StageSettings settings = StageSettings.of(app.getNode(), environment);
        PettyStacks stacks = new PettyStacks(app, settings);
        Map<String, String> tags = new TreeMap<>(Map.of("application", "petty", "stage", settings.stage()));
        // The schema of dashboards that cfn-lint knows has no tags, while that of the CDK has.
        TagProps tagged = TagProps.builder()
                .excludeResourceTypes(List.of("AWS::CloudWatch::Dashboard"))
                .build();
        tags.forEach((name, value) -> Tags.of(app).add(name, value, tagged));
        Aspects.of(app).add(AwsSolutionsChecks.Builder.create().verbose(true).build());
        return stacks;
    }

    List<Stack> stacks() {
        return stacks;
    }
}
