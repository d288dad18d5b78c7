package io.petty.cdk.observability;

import static software.amazon.awscdk.services.cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD;
import static software.amazon.awscdk.services.cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD;
import static software.amazon.awscdk.services.cloudwatch.TreatMissingData.BREACHING;
import static software.amazon.awscdk.services.cloudwatch.TreatMissingData.NOT_BREACHING;

import io.petty.cdk.construct.EncryptionKeys;
import io.petty.cdk.construct.PettyStack;
import io.petty.cdk.settings.StageSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;

/** The topic that operators subscribe to, and the alarms and events that it reports. */
final class Alarms {
    /** The services that publish to the topic, each with the name of its statement. */
    private static final Map<String, String> PUBLISHERS = new TreeMap<>(Map.of(
            "budgets.amazonaws.com", "Budgets",
            "cloudwatch.amazonaws.com", "Alarms",
            "costalerts.amazonaws.com", "Anomalies",
            "events.amazonaws.com", "Events"));

    private final PettyStack stack;
    private final Topic topic;

    Alarms(PettyStack stack) {
        this.stack = stack;
        StageSettings settings = stack.settings();
        Key key = EncryptionKeys.make(
                stack,
                "Key",
                "alarms",
                "Petty's alarms",
                PUBLISHERS.entrySet().stream()
                        .map(publisher -> EncryptionKeys.forTopics(
                                publisher.getValue(),
                                publisher.getKey(),
                                EncryptionKeys.conditions(stack, publisher.getKey())))
                        .toArray(PolicyStatement[]::new));
        topic = Topic.Builder.create(stack, "Alarms")
                .topicName(settings.name("alarms"))
                .displayName("Petty " + settings.stage())
                .masterKey(key)
                .enforceSsl(true)
                .build();
        PUBLISHERS.forEach((service, sid) -> topic.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid(sid)
                .principals(List.of(new ServicePrincipal(service)))
                .actions(List.of("sns:Publish"))
                .resources(List.of(topic.getTopicArn()))
                .conditions(EncryptionKeys.conditions(stack, service))
                .build()));
        if (settings.alarmEmail() != null) {
            topic.addSubscription(new EmailSubscription(settings.alarmEmail()));
        }
    }

    String topicArn() {
        return topic.getTopicArn();
    }

    /** Adds an alarm for a metric that is above a limit for some periods. Missing data is fine. */
    void above(String name, String description, IMetric metric, double limit, int periods) {
        alarm(name, description, metric, GREATER_THAN_THRESHOLD, limit, periods, NOT_BREACHING);
    }

    /** Adds an alarm for a metric that is above a limit, or missing, for some periods. */
    void aboveOrMissing(String name, String description, IMetric metric, double limit, int periods) {
        alarm(name, description, metric, GREATER_THAN_THRESHOLD, limit, periods, BREACHING);
    }

    /** Adds an alarm for a metric that is below a limit for some periods. Missing data is fine. */
    void below(String name, String description, IMetric metric, double limit, int periods) {
        alarm(name, description, metric, LESS_THAN_THRESHOLD, limit, periods, NOT_BREACHING);
    }

    /** Adds an alarm for a metric that is below a limit, or missing, for some periods. */
    void belowOrMissing(String name, String description, IMetric metric, double limit, int periods) {
        alarm(name, description, metric, LESS_THAN_THRESHOLD, limit, periods, BREACHING);
    }

    private void alarm(
            String name,
            String description,
            IMetric metric,
            ComparisonOperator comparison,
            double limit,
            int periods,
            TreatMissingData missing) {
        Alarm alarm = Alarm.Builder.create(stack, name)
                .alarmName(stack.settings().name(name))
                .alarmDescription(description)
                .metric(metric)
                .threshold(limit)
                .evaluationPeriods(periods)
                .comparisonOperator(comparison)
                .treatMissingData(missing)
                .build();
        alarm.addAlarmAction(new SnsAction(topic));
        alarm.addOkAction(new SnsAction(topic));
    }

    /** Sends each event that matches a pattern to the topic. */
    void onEvent(String id, String name, String description, Map<String, Object> pattern) {
        CfnRule.Builder.create(stack, id)
                .name(stack.settings().name(name))
                .description(description)
                .eventPattern(pattern)
                .targets(List.of(CfnRule.TargetProperty.builder()
                        .id("alarms")
                        .arn(topic.getTopicArn())
                        .build()))
                .build();
    }
}
