package io.petty.benchmark;

import java.util.Iterator;
import java.util.List;

/**
 * The options of a benchmark.
 *
 * @param collars the number of collars of the day
 * @param rounds how often each program is run
 * @param large whether to also measure a day with ten times as many collars
 * @param largeRounds the number of rounds for the large day
 * @param peers whether to also measure Spark
 * @param growth whether to also measure runs on days with one, three and ten times the number of collars
 * @param s3 whether to also measure a run that reads the same raw files from S3
 * @param writeDocs whether the results replace those in {@code docs}
 */
record BenchmarkOptions(
        int collars,
        int rounds,
        boolean large,
        int largeRounds,
        boolean peers,
        boolean growth,
        boolean s3,
        boolean writeDocs) {
    private static final int MOST_COLLARS = 1_000_000;
    private static final int MOST_ROUNDS = 1_000;

    /** @throws IllegalArgumentException for an unknown option or a bad value; the message names the option */
    static BenchmarkOptions parse(List<String> arguments) {
        int collars = 2_000;
        int rounds = 5;
        boolean large = false;
        int largeRounds = 3;
        boolean peers = false;
        boolean growth = false;
        boolean s3 = false;
        boolean writeDocs = false;
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--collars" -> collars = number(option, rest, MOST_COLLARS);
                case "--rounds" -> rounds = number(option, rest, MOST_ROUNDS);
                case "--large" -> large = true;
                case "--large-rounds" -> {
                    large = true;
                    largeRounds = number(option, rest, MOST_ROUNDS);
                }
                case "--peers" -> peers = true;
                case "--growth" -> growth = true;
                case "--s3" -> s3 = true;
                case "--write-docs" -> writeDocs = true;
                default -> throw new IllegalArgumentException("'" + option + "' is not an option");
            }
        }
        return new BenchmarkOptions(collars, rounds, large, largeRounds, peers, growth, s3, writeDocs);
    }

    private static int number(String option, Iterator<String> rest, int most) {
        String text = rest.hasNext() ? rest.next() : "";
        if (text.matches("[1-9][0-9]{0,8}") && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException("%s takes a number from 1 to %,d, not '%s'".formatted(option, most, text));
    }
}
