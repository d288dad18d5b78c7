package io.petty.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class BenchmarkReportTest {
    @Test
    void comparesMediansWithTheirGoals() {
        assertThat(figure("Wall time, petty run / DuckDB whole spec", day(), null))
                .extracting(Figure::valueText, Figure::goalText, Figure::heldText)
                .containsExactly("0.25", "at most 0.33", "yes");
        assertThat(figure("CPU time, petty rerun --force / DuckDB whole spec", day(), null))
                .extracting(Figure::valueText, Figure::goalText, Figure::heldText)
                .containsExactly("0.10", "at most 0.12", "yes");
        assertThat(figure("CPU time, petty run / zcat (aim: 3)", day(), null))
                .extracting(Figure::valueText, Figure::goalText, Figure::heldText)
                .containsExactly("5.00", "", "");
    }

    @Test
    void subtractsTheEmptyRunFromRerunAndRun() {
        assertThat(figure("CPU time above the empty run, petty rerun --force / petty run", day(), null)
                        .value())
                .isEqualTo((4.0 - 1) / (10 - 1));
    }

    @Test
    void subtractsTheEmptyRunFromBothDaysForTheGrowth() {
        Measurements large = new Measurements(20);
        large.add(Program.RUN, new Measurement(41, 80, 500_000_000));

        assertThat(figure("Wall time above the empty run, ten times the collars / once", day(), large)
                        .value())
                .isEqualTo((41.0 - 1) / (5 - 1));
    }

    @Test
    void dividesSmallCommandsByTheEmptyJavaProgram() {
        Measurements day = day();
        day.add(Program.HELP, new Measurement(0.35, 1, 100_000_000));
        day.add(Program.EMPTY_JAVA, new Measurement(0.05, 0.06, 40_000_000));

        assertThat(figure("Wall time, petty --help / empty Java program", day, null))
                .extracting(Figure::valueText, Figure::goalText, Figure::heldText)
                .containsExactly("7.00", "at most 6.00", "no");
    }

    @Test
    void comparesTheRunFromS3OnlyIfItWasMeasured() {
        Measurements day = day();
        day.add(Program.S3_RUN, new Measurement(6, 12, 200_000_000));

        assertThat(figure("CPU time, petty run, files on S3 / in a folder", day, null)
                        .value())
                .isEqualTo(1.2);
        assertThat(Figure.of(day(), null)).extracting(Figure::name).noneMatch(name -> name.contains("S3"));
    }

    @Test
    void showsAFigureWithoutMeasurementsAsNotMeasured() {
        assertThat(figure("Peak memory, petty run, ten times the collars", day(), null))
                .extracting(Figure::valueText, Figure::heldText)
                .containsExactly("not measured", "");
    }

    @Test
    void showsMinimumMedianAndMaximumOfEachProgram() {
        assertThat(report(day()).results())
                .contains("2 collars, 3 MB of gzip files, 2 rounds:")
                .containsPattern("\\| petty run +\\| +4\\.00 \\| +5\\.00 \\| +6\\.00 \\| +10\\.00 \\|")
                .contains("one machine.");
    }

    @Test
    void reportsWhyAProgramHasNoFigures() {
        Measurements day = day();
        day.fail(Program.DUCKDB_LIMITED, "Out of Memory Error");

        assertThat(report(day).results())
                .containsPattern("\\| DuckDB, memory_limit 1GB +\\| +\\| +failed \\|")
                .contains("DuckDB, memory_limit 1GB failed:\n\n```\nOut of Memory Error\n```");
    }

    @Test
    void drawsAWellFormedChartWithTheMedians() throws Exception {
        Measurements day = day();
        day.fail(Program.DUCKDB_LIMITED, "Out of Memory Error");

        String chart = Chart.svg(day, List.of("Linux <6 & more>"));

        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(chart)));
        assertThat(chart)
                .contains("petty run: 5.00 s, 10.00 s of CPU, 200 MB")
                .contains(">failed<")
                .contains(">not measured<");
    }

    @Test
    void showsTimesPerMillionReadingsOfGrowingDays() throws Exception {
        Growth growth = new Growth(List.of(new Growth.Size(day(), 2_000_000), new Growth.Size(day(), 20_000_000)));
        Report report = new Report(day(), 3_000_000, null, growth, List.of("one machine"));

        assertThat(report.page())
                .contains("`system-tests/benchmark --growth --write-docs`")
                .containsPattern("\\| 2 +\\| +2,000,000 \\| +2\\.50 \\| +5\\.00 \\| +200 \\|")
                .containsPattern("\\| 2 +\\| +20,000,000 \\| +0\\.25 \\| +0\\.50 \\| +200 \\|");
        String chart = Chart.growth(growth, List.of("one machine"));
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(chart)));
        assertThat(chart).contains("2 collars: 2.50 s, 5.00 s of CPU, 200 MB");
    }

    private static Measurements day() {
        Measurements day = new Measurements(2);
        day.add(Program.ZCAT, new Measurement(2, 2, 2_000_000));
        day.add(Program.DUCKDB, new Measurement(20, 40, 1_000_000_000));
        day.add(Program.RUN, new Measurement(6, 10, 200_000_000));
        day.add(Program.RUN, new Measurement(4, 10, 200_000_000));
        day.add(Program.EMPTY_RUN, new Measurement(1, 1, 100_000_000));
        day.add(Program.RERUN, new Measurement(3, 4, 200_000_000));
        return day;
    }

    private static Figure figure(String name, Measurements day, @Nullable Measurements large) {
        return Figure.of(day, large).stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Report report(Measurements day) {
        return new Report(day, 3_000_000, null, null, List.of("one machine"));
    }
}
