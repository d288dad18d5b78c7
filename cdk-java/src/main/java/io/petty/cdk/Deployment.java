package io.petty.cdk;

/** The stacks that programs are defined with. */
record Deployment(
        StageSettings settings,
        NetworkStack network,
        ImagesStack images,
        ClusterStack cluster,
        StorageStack storage,
        DatabaseStack database,
        SecretsStack secrets,
        QueryStack query) {}
