package io.petty.cdk;

import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.MetricFilter;

/**
 * Figures from the log line at the end of each run. The counter of rejects is kept by reason, and an alarm can't sum an
 * unknown set of figures.
 */
final class RunLogFigures {
    static final String READINGS = "RunReadings";
    static final String REJECTS = "RunRejects";

    private RunLogFigures() {}

    static void make(Stack stack, StageSettings settings, String logGroupName) {
        ILogGroup log = LogGroup.fromLogGroupName(stack, "RunLog", logGroupName);
        for (List<String> figure : List.of(List.of(READINGS, "run_readings"), List.of(REJECTS, "run_rejects"))) {
            MetricFilter.Builder.create(stack, figure.get(0))
                    .logGroup(log)
                    .filterPattern(FilterPattern.numberValue("$." + figure.get(1), ">=", 0))
                    .metricNamespace(settings.metricNamespace())
                    .metricName(figure.get(0))
                    .metricValue("$." + figure.get(1))
                    .build();
        }
    }
}
