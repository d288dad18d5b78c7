package io.petty.cdk.program;

import io.petty.cdk.construct.Findings;
import io.petty.cdk.construct.PettyStack;
import io.petty.cdk.network.NetworkStack;
import io.petty.cdk.settings.StageSettings;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerInsights;
import software.constructs.Construct;

/** The cluster in which all programs run. */
public final class ClusterStack extends PettyStack {
    private final Cluster cluster;

    public ClusterStack(Construct scope, StageSettings settings, NetworkStack network) {
        super(scope, settings, "cluster", "Cluster");
        cluster = Cluster.Builder.create(this, "Programs")
                .clusterName(settings.name("programs"))
                .vpc(network.vpc())
                .containerInsightsV2(
                        settings.containerInsights() ? ContainerInsights.ENABLED : ContainerInsights.DISABLED)
                .enableFargateCapacityProviders(true)
                .build();
        if (!settings.containerInsights()) {
            Findings.accept(
                    cluster,
                    "AwsSolutions-ECS4",
                    "Its metrics would cost as much as the API's task, and no alarm needs them without Spark workers.");
        }
        output("ClusterName", "The cluster of all tasks", settings.name("programs"));
    }

    public Cluster cluster() {
        return cluster;
    }
}
