package io.petty.jobs.queue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells a worker which partition there is to be done. It names the partition only: what is to be done stands in the
 * database, so who can write to the queue can have no more done than what a run asked for.
 *
 * @param step the bean of the step, such as {@code timelines}
 * @param partition its name for people, such as {@code timelines:partition0003}
 */
public record PartitionMessage(
        String step, String partition, long jobExecution, long stepExecution, SharedSettings settings) {
    /** What a message says of itself; one that says anything else isn't taken. */
    private static final String TYPE = "petty-partition-1";

    private static final int MOST_BYTES = 8 * 1024;
    private static final int DEEPEST = 4;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9:_-]{1,100}");

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxStringLength(MOST_BYTES)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** A message that no run of ours wrote. */
    public static final class NoPartitionException extends Exception {
        private static final long serialVersionUID = 1;

        NoPartitionException(String message) {
            super(message);
        }
    }

    private record Body(
            String type,
            String step,
            String partition,
            long jobExecution,
            long stepExecution,
            Map<String, String> settings) {}

    public PartitionMessage {
        if (!NAME.matcher(step).matches() || !NAME.matcher(partition).matches() || !partition.startsWith(step + ":")) {
            throw new IllegalArgumentException("names no partition");
        }
        if (jobExecution < 1 || stepExecution < 1) {
            throw new IllegalArgumentException("numbers no execution");
        }
    }

    /**
     * Reads the text of a message.
     *
     * @throws NoPartitionException saying why, without repeating the text
     */
    static PartitionMessage parse(String text) throws NoPartitionException {
        // A character takes at least a byte, so that long texts aren't even counted.
        if (text.length() > MOST_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new NoPartitionException("it has more than %d bytes".formatted(MOST_BYTES));
        }
        try {
            @Nullable Body body = JSON.readValue(text, Body.class);
            if (body == null || !body.type().equals(TYPE)) {
                throw new NoPartitionException("it is not of the type " + TYPE);
            }
            return new PartitionMessage(
                    body.step(),
                    body.partition(),
                    body.jobExecution(),
                    body.stepExecution(),
                    new SharedSettings(new TreeMap<>(body.settings())));
        } catch (JacksonException e) {
            throw new NoPartitionException("it is not the JSON of a partition");
        } catch (IllegalArgumentException e) {
            throw new NoPartitionException("it " + e.getMessage());
        }
    }

    /** What a message with it says. */
    public String text() {
        return JSON.writeValueAsString(new Body(TYPE, step, partition, jobExecution, stepExecution, settings.hashes()));
    }
}
