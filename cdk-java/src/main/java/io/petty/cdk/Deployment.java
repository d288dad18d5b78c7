package io.petty.cdk;

/** The stacks on which programs depend. */
record Deployment(
        StageSettings settings,
        NetworkStack network,
        ImagesStack images,
        ClusterStack cluster,
        StorageStack storage,
        DatabaseStack database,
        SecretsStack secrets) {}
