package io.petty.cdk.program;

import io.petty.cdk.database.DatabaseStack;
import io.petty.cdk.delivery.ImagesStack;
import io.petty.cdk.network.NetworkStack;
import io.petty.cdk.settings.StageSettings;
import io.petty.cdk.storage.StorageStack;

/** The stacks on which programs depend. */
public record Deployment(
        StageSettings settings,
        NetworkStack network,
        ImagesStack images,
        ClusterStack cluster,
        StorageStack storage,
        DatabaseStack database,
        SecretsStack secrets) {}
