package io.petty.jobs.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionMessageTest {
    private static final PartitionMessage MESSAGE = new PartitionMessage(
            "timelines", "timelines:0003", 12, 345, SharedSettings.of(Map.of("petty.buckets", 16)));

    @Test
    void isReadAsItWasWritten() throws Exception {
        assertThat(PartitionMessage.parse(MESSAGE.text())).isEqualTo(MESSAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "null",
                "[]",
                "{}",
                "{\"type\":\"petty-partition-1\"}",
                "{\"type\":\"petty-partition-2\",\"step\":\"timelines\",\"partition\":\"timelines:1\",\"jobExecution\":1,\"stepExecution\":1,\"settings\":{}}",
                "{\"type\":\"petty-partition-1\",\"step\":\"timelines\",\"partition\":\"readings:1\",\"jobExecution\":1,\"stepExecution\":1,\"settings\":{}}",
                "{\"type\":\"petty-partition-1\",\"step\":\"../timelines\",\"partition\":\"../timelines:1\",\"jobExecution\":1,\"stepExecution\":1,\"settings\":{}}",
                "{\"type\":\"petty-partition-1\",\"step\":\"timelines\",\"partition\":\"timelines:1\",\"jobExecution\":0,\"stepExecution\":1,\"settings\":{}}",
                "{\"type\":\"petty-partition-1\",\"step\":\"timelines\",\"partition\":\"timelines:1\",\"jobExecution\":null,\"stepExecution\":1,\"settings\":{}}",
                "{\"type\":\"petty-partition-1\",\"step\":\"timelines\",\"partition\":\"timelines:1\",\"jobExecution\":1,\"stepExecution\":1,\"settings\":null}",
                "{\"type\":\"petty-partition-1\",\"step\":\"timelines\",\"partition\":\"timelines:1\",\"jobExecution\":1,\"stepExecution\":1,\"settings\":{},\"class\":\"java.lang.Runtime\"}",
                "{\"type\":\"petty-partition-1\",\"step\":\"timelines\",\"step\":\"timelines\",\"partition\":\"timelines:1\",\"jobExecution\":1,\"stepExecution\":1,\"settings\":{}}",
                "{\"type\":\"petty-partition-1\",\"step\":\"timelines\",\"partition\":\"timelines:1\",\"jobExecution\":1,\"stepExecution\":1,\"settings\":{}} {}",
                "[[[[[[[[[[[[]]]]]]]]]]]]"
            })
    void takesNothingElse(String text) {
        assertThatThrownBy(() -> PartitionMessage.parse(text))
                .isInstanceOf(PartitionMessage.NoPartitionException.class)
                .hasMessageStartingWith("it ");
    }

    @Test
    void takesNothingLong() {
        String longer = MESSAGE.text() + " ".repeat(8 * 1024);
        assertThatThrownBy(() -> PartitionMessage.parse(longer))
                .isInstanceOf(PartitionMessage.NoPartitionException.class)
                .hasMessage("it has more than 8192 bytes");
    }

    @Test
    void doesNotRepeatWhatAStrangerWrote() {
        assertThatThrownBy(() -> PartitionMessage.parse("{\"type\":\"planted\"}"))
                .hasMessageNotContaining("planted")
                .hasNoCause();
    }
}
