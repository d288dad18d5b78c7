package io.petty.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CollarDictionaryTest {
    private final CollarDictionary collars = new CollarDictionary();

    @Test
    void numbersIdsOfAnyLengthInTheOrderOfTheirFirstOccurrence() {
        List<String> ids = new ArrayList<>();
        for (int length = 1; length <= 64; length++) {
            String id = "a".repeat(length);
            ids.add(id);
            // Each of these ids differs from the first one in a single character, at every position in turn.
            for (int at = 0; at < length; at++) {
                ids.add(id.substring(0, at) + "b" + id.substring(at + 1));
            }
        }

        for (int number = 0; number < ids.size(); number++) {
            assertThat(number(ids.get(number))).isEqualTo(number);
        }
        for (int number = 0; number < ids.size(); number++) {
            assertThat(number(ids.get(number))).isEqualTo(number);
            assertThat(collars.id(number)).isEqualTo(ids.get(number));
        }
        assertThat(collars.size()).isEqualTo(ids.size());
    }

    private int number(String id) {
        byte[] line = ("\"" + id + "\"").getBytes(StandardCharsets.US_ASCII);
        return collars.number(line, 1, line.length - 1);
    }
}
