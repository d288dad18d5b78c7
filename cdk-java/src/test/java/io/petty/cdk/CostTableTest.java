package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.petty.cdk.Synthesized.Resource;
import io.petty.cdk.Synthesized.Stage;
import io.petty.cdk.Synthesized.Variant;
import io.petty.cdk.settings.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the guide's table of costs. The amounts that add up are bold. */
class CostTableTest {
    private static final Pattern AMOUNT = Pattern.compile("\\*\\*([\\d,.]+)\\*\\*");

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void theAmountsOfAColumnAddUpToItsSum(int column) throws IOException {
        List<String[]> rows = rows();
        List<String[]> sums =
                rows.stream().filter(row -> row[1].contains("**sum**")).toList();

        assertThat(sums).hasSize(1);
        assertThat(rows.stream()
                        .filter(row -> !sums.contains(row))
                        .mapToDouble(row -> amount(row[column]))
                        .sum())
                .isCloseTo(amount(sums.get(0)[column]), within(0.5));
    }

    /** A budget close below the costs would report each month, and one far above them would report nothing. */
    @ParameterizedTest
    @CsvSource({"SMALL, 2", "STANDARD, 3", "LARGE, 5"})
    void theBudgetOfASizeIsSlightlyAboveItsCosts(Size size, int column) throws IOException {
        double costs = rows().stream()
                .filter(row -> row[1].contains("**sum**"))
                .mapToDouble(row -> amount(row[column]))
                .sum();

        assertThat(Synthesized.of(new Variant(Stage.PRODUCTION, size, null, null))
                        .resources("AWS::Budgets::Budget"))
                .singleElement()
                .extracting(budget ->
                        budget.properties().at("/Budget/BudgetLimit/Amount").asDouble())
                .satisfies(budget -> assertThat(budget).isBetween(1.15 * costs, 1.2 * costs));
    }

    /** CloudWatch charges for each metric of an alarm, also for those in expressions. */
    @Test
    void theTableCountsTheMetricsOfAllAlarms() throws IOException {
        String alarms = Files.readString(Path.of("..", "docs", "deploying.md"))
                .lines()
                .filter(line -> line.startsWith("| alarms, "))
                .findFirst()
                .orElseThrow();

        assertThat(alarms)
                .startsWith("| alarms, %d / %d / %2$d / %d metrics, 5 of them for deployments"
                        .formatted(metrics(Size.SMALL), metrics(Size.STANDARD), metrics(Size.LARGE)));
    }

    /** Returns the number of metrics of all alarms in production, without those of the canary, which is optional. */
    private static long metrics(Size size) {
        return Synthesized.of(new Variant(Stage.PRODUCTION, size, null, null))
                .resources("AWS::CloudWatch::Alarm")
                .stream()
                .map(Resource::properties)
                .filter(alarm -> !alarm.path("AlarmName").asString().endsWith("canary"))
                .mapToLong(alarm -> alarm.has("MetricName")
                        ? 1
                        : alarm.path("Metrics")
                                .valueStream()
                                .filter(metric -> metric.has("MetricStat"))
                                .count())
                .sum();
    }

    private static List<String[]> rows() throws IOException {
        return Files.readString(Path.of("..", "docs", "deploying.md"))
                .lines()
                .dropWhile(line -> !line.startsWith("| USD a month |"))
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|", -1))
                .toList();
    }

    private static double amount(String cell) {
        Matcher amount = AMOUNT.matcher(cell);
        return amount.find() ? Double.parseDouble(amount.group(1).replace(",", "")) : 0;
    }
}
