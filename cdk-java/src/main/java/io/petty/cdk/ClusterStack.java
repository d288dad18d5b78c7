package io.petty.cdk;

import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerInsights;
import software.constructs.Construct;

/** The cluster in which all programs run. */
final class ClusterStack extends Stack {
    private final Cluster cluster;

    ClusterStack(Construct scope, String id, StackProps props, StageSettings settings, NetworkStack network) {
        super(scope, id, props);
        cluster = Cluster.Builder.create(this, "Programs")
                .clusterName(settings.name("programs"))
                .vpc(network.vpc())
                .containerInsightsV2(ContainerInsights.ENABLED)
                .enableFargateCapacityProviders(true)
                .build();
    }

    Cluster cluster() {
        return cluster;
    }
}
