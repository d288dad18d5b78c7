package io.petty.cdk.program;

import io.petty.cdk.construct.Logging;
import io.petty.cdk.settings.StageSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationLoadBalancer;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.wafv2.CfnLoggingConfiguration;
import software.amazon.awscdk.services.wafv2.CfnWebACL;
import software.amazon.awscdk.services.wafv2.CfnWebACLAssociation;

/**
 * The firewall in front of the load balancer: AWS's managed rules, and a rate limit per address. Its log contains
 * neither paths nor tokens.
 */
public final class ApiFirewall {
    /** Requests per address in five minutes. The API's own limits per sign-in are stricter. */
    private static final int MOST_REQUESTS = 20_000;

    private static final List<String> RULE_GROUPS = List.of(
            "AWSManagedRulesAmazonIpReputationList",
            "AWSManagedRulesCommonRuleSet",
            "AWSManagedRulesKnownBadInputsRuleSet");

    private ApiFirewall() {}

    static void make(Stack stack, StageSettings settings, ApplicationLoadBalancer loadBalancer) {
        String name = name(settings);
        List<Object> rules = new ArrayList<>();
        rules.add(CfnWebACL.RuleProperty.builder()
                .name("rate-by-address")
                .priority(0)
                .action(CfnWebACL.RuleActionProperty.builder()
                        .block(CfnWebACL.BlockActionProperty.builder().build())
                        .build())
                .statement(CfnWebACL.StatementProperty.builder()
                        .rateBasedStatement(CfnWebACL.RateBasedStatementProperty.builder()
                                .aggregateKeyType("IP")
                                .limit(MOST_REQUESTS)
                                .build())
                        .build())
                .visibilityConfig(visibility("rate-by-address"))
                .build());
        for (String group : RULE_GROUPS) {
            rules.add(CfnWebACL.RuleProperty.builder()
                    .name(group)
                    .priority(rules.size())
                    .overrideAction(CfnWebACL.OverrideActionProperty.builder()
                            .none(Map.of())
                            .build())
                    .statement(CfnWebACL.StatementProperty.builder()
                            .managedRuleGroupStatement(CfnWebACL.ManagedRuleGroupStatementProperty.builder()
                                    .vendorName("AWS")
                                    .name(group)
                                    .build())
                            .build())
                    .visibilityConfig(visibility(group))
                    .build());
        }
        CfnWebACL rulesForAll = CfnWebACL.Builder.create(stack, "Firewall")
                .name(name)
                .scope("REGIONAL")
                .defaultAction(CfnWebACL.DefaultActionProperty.builder()
                        .allow(CfnWebACL.AllowActionProperty.builder().build())
                        .build())
                .rules(rules)
                .visibilityConfig(visibility(name))
                .build();
        CfnWebACLAssociation.Builder.create(stack, "FirewallBeforeLoadBalancer")
                .webAclArn(rulesForAll.getAttrArn())
                .resourceArn(loadBalancer.getLoadBalancerArn())
                .build();
        // AWS requires this prefix of the name.
        LogGroup log = Logging.named(stack, "FirewallLog", settings, "aws-waf-logs-" + name);
        CfnLoggingConfiguration.Builder.create(stack, "FirewallLogging")
                .resourceArn(rulesForAll.getAttrArn())
                .logDestinationConfigs(List.of(Fn.select(0, Fn.split(":*", log.getLogGroupArn()))))
                .redactedFields(List.of(
                        CfnLoggingConfiguration.FieldToMatchProperty.builder()
                                .uriPath(Map.of())
                                .build(),
                        CfnLoggingConfiguration.FieldToMatchProperty.builder()
                                .queryString(Map.of())
                                .build(),
                        header("authorization"),
                        header("x-api-key"),
                        header("cookie")))
                .build();
    }

    private static CfnLoggingConfiguration.FieldToMatchProperty header(String header) {
        return CfnLoggingConfiguration.FieldToMatchProperty.builder()
                .singleHeader(Map.of("Name", header))
                .build();
    }

    /** Disables samples of requests, which would show paths. */
    private static CfnWebACL.VisibilityConfigProperty visibility(String metric) {
        return CfnWebACL.VisibilityConfigProperty.builder()
                .metricName(metric)
                .cloudWatchMetricsEnabled(true)
                .sampledRequestsEnabled(false)
                .build();
    }

    /** Returns its name in CloudWatch. */
    public static String name(StageSettings settings) {
        return settings.name("api");
    }
}
