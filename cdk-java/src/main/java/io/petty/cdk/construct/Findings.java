package io.petty.cdk.construct;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import software.constructs.IConstruct;

/** Accepts findings of cdk-nag's AWS Solutions pack, each on its construct and with a reason. */
public final class Findings {
    private Findings() {}

    /** Accepts a finding on a construct and everything below it. */
    public static void accept(IConstruct construct, String rule, String reason) {
        NagSuppressions.addResourceSuppressions(
                construct,
                List.of(NagPackSuppression.builder().id(rule).reason(reason).build()),
                true);
    }

    /** Accepts wildcards in a policy, but only for the given resources. They are in cdk-nag's notation. */
    public static void acceptWildcards(IConstruct construct, String reason, List<Object> resources) {
        NagSuppressions.addResourceSuppressions(
                construct,
                List.of(NagPackSuppression.builder()
                        .id("AwsSolutions-IAM5")
                        .reason(reason)
                        .appliesTo(resources)
                        .build()),
                true);
    }
}
