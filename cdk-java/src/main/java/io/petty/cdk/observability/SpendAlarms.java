package io.petty.cdk.observability;

import io.petty.cdk.construct.PettyStack;
import io.petty.cdk.settings.StageSettings;
import java.util.List;
import software.amazon.awscdk.services.budgets.CfnBudget;
import software.amazon.awscdk.services.ce.CfnAnomalyMonitor;
import software.amazon.awscdk.services.ce.CfnAnomalySubscription;

/** Reports spend above the monthly budget, and days on which a service of AWS costs unusually much. */
final class SpendAlarms {
    /** Spend is reported as unusual if it exceeds what is expected by a tenth of the monthly budget. */
    private static final int UNUSUAL_SHARE = 10;

    private final PettyStack stack;
    private final StageSettings settings;
    private final String topicArn;

    private SpendAlarms(PettyStack stack, String topicArn) {
        this.stack = stack;
        this.settings = stack.settings();
        this.topicArn = topicArn;
    }

    static void add(PettyStack stack, String topicArn) {
        SpendAlarms group = new SpendAlarms(stack, topicArn);
        group.budget();
        group.anomalies();
    }

    /**
     * Sets a budget for the whole account. A budget for a part of it would need tags that somebody must activate first.
     */
    private void budget() {
        CfnBudget.Builder.create(stack, "Spend")
                .budget(CfnBudget.BudgetDataProperty.builder()
                        .budgetName(settings.name("month"))
                        .budgetType("COST")
                        .timeUnit("MONTHLY")
                        .budgetLimit(CfnBudget.SpendProperty.builder()
                                .amount(settings.monthlyBudget())
                                .unit("USD")
                                .build())
                        .build())
                .notificationsWithSubscribers(List.of(notification("ACTUAL", 90), notification("FORECASTED", 100)))
                .build();
    }

    private CfnBudget.NotificationWithSubscribersProperty notification(String type, int percent) {
        return CfnBudget.NotificationWithSubscribersProperty.builder()
                .notification(CfnBudget.NotificationProperty.builder()
                        .notificationType(type)
                        .comparisonOperator("GREATER_THAN")
                        .thresholdType("PERCENTAGE")
                        .threshold(percent)
                        .build())
                .subscribers(List.of(CfnBudget.SubscriberProperty.builder()
                        .subscriptionType("SNS")
                        .address(topicArn)
                        .build()))
                .build();
    }

    /** An account can have only one monitor by service, so a stage can use one that exists. */
    private void anomalies() {
        String monitor = settings.anomalyMonitor() != null
                ? settings.anomalyMonitor()
                : CfnAnomalyMonitor.Builder.create(stack, "SpendByService")
                        .monitorName(settings.name("services"))
                        .monitorType("DIMENSIONAL")
                        .monitorDimension("SERVICE")
                        .build()
                        .getAttrMonitorArn();
        CfnAnomalySubscription.Builder.create(stack, "UnusualSpend")
                .subscriptionName(settings.name("unusual-spend"))
                .monitorArnList(List.of(monitor))
                // AWS sends to topics only immediately, and summaries only to addresses.
                .frequency("IMMEDIATE")
                .thresholdExpression("{\"Dimensions\":{\"Key\":\"ANOMALY_TOTAL_IMPACT_ABSOLUTE\","
                        + "\"MatchOptions\":[\"GREATER_THAN_OR_EQUAL\"],\"Values\":[\"%d\"]}}"
                                .formatted(Math.max(1, settings.monthlyBudget() / UNUSUAL_SHARE)))
                .subscribers(List.of(CfnAnomalySubscription.SubscriberProperty.builder()
                        .type("SNS")
                        .address(topicArn)
                        .build()))
                .build();
    }
}
