package io.petty.storage;

import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;

/** The region for signing requests to stores other than AWS. */
public final class AwsRegion {
    private AwsRegion() {}

    /**
     * Returns the region from the usual sources, or {@code us-east-1} if they have none. Doesn't ask for an EC2
     * instance's metadata, since that takes seconds on other machines.
     */
    public static Region besidesAws() {
        try {
            return new AwsRegionProviderChain(new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
                    .getRegion();
        } catch (SdkClientException e) {
            return Region.US_EAST_1;
        }
    }
}
