package io.petty.cdk;

import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerInsights;
import software.constructs.Construct;

/** The cluster in which all programs run. */
final class ClusterStack extends PettyStack {
    private final Cluster cluster;

    ClusterStack(Construct scope, StageSettings settings, NetworkStack network) {
        super(scope, settings, "cluster", "Cluster");
        cluster = Cluster.Builder.create(this, "Programs")
                .clusterName(settings.name("programs"))
                .vpc(network.vpc())
                .containerInsightsV2(ContainerInsights.ENABLED)
                .enableFargateCapacityProviders(true)
                .build();
        output("ClusterName", "The cluster of all tasks", settings.name("programs"));
    }

    Cluster cluster() {
        return cluster;
    }
}
