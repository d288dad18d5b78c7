package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the sums of the guide's table of costs. The amounts that add up are bold. */
class CostTableTest {
    private static final Pattern AMOUNT = Pattern.compile("\\*\\*([\\d,.]+)\\*\\*");

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void theAmountsOfAColumnAddUpToItsSum(int column) throws IOException {
        List<String[]> rows = Files.readString(Path.of("..", "docs", "deploying.md"))
                .lines()
                .dropWhile(line -> !line.startsWith("| USD a month |"))
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|", -1))
                .toList();
        List<String[]> sums =
                rows.stream().filter(row -> row[1].contains("**sum**")).toList();

        assertThat(sums).hasSize(1);
        assertThat(rows.stream()
                        .filter(row -> !sums.contains(row))
                        .mapToDouble(row -> amount(row[column]))
                        .sum())
                .isCloseTo(amount(sums.get(0)[column]), within(0.5));
    }

    private static double amount(String cell) {
        Matcher amount = AMOUNT.matcher(cell);
        return amount.find() ? Double.parseDouble(amount.group(1).replace(",", "")) : 0;
    }
}
