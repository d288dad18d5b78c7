package io.petty.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.ColumnFileWriter;
import io.petty.parquet.TableColumns;
import io.petty.timeline.Behavior;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedbackTableTest {
    private static final Feedback WAITING = new Feedback(
            "f-1",
            "evt_512900000000000000000001",
            "user",
            Voice.NEGATIVE,
            "Eating",
            1_795_000_000_123L,
            "a.json",
            null);
    private static final Feedback FOLDED = new Feedback(
            "f-2",
            "evt_512900000000000000000002",
            null,
            Voice.NONE,
            null,
            1_795_000_000_000L,
            "b.json",
            new AboutEvent("c-1", 1_794_000_000_001L, 1_794_000_000_999L, Behavior.DEEP_SLEEP));

    @TempDir
    Path folder;

    @Test
    void keepsFeedbackWithItsEvent() throws IOException {
        assertThat(afterwards(FeedbackTable.COLUMNS)).containsExactly(WAITING, FOLDED);
        assertThat(String.join(" ", FeedbackTable.COLUMNS.names()))
                .isEqualTo("feedback_id event_id user_key voice corrected_behavior timestamp delivered about_collar "
                        + "about_start about_end about_behavior");
    }

    /** Versions before ruleset 2027.1 wrote such files. */
    @Test
    void readsFeedbackWithoutARecordedEvent() throws IOException {
        TableColumns<List<Feedback>> before = TableColumns.<Feedback>ofRecords()
                .distinctText("feedback_id", Feedback::feedbackId)
                .text("event_id", Feedback::eventId)
                .optionalText("user_key", Feedback::userKey)
                .text("voice", feedback -> feedback.voice().label())
                .optionalText("corrected_behavior", Feedback::correctedBehavior)
                .time("timestamp", Feedback::timestamp)
                .distinctText("delivered", Feedback::delivered)
                .build();

        assertThat(afterwards(before)).containsExactly(WAITING, FOLDED.withAbout(null));
    }

    private List<Feedback> afterwards(TableColumns<List<Feedback>> columns) throws IOException {
        String file = folder.resolve("rows.parquet").toString();
        try (ColumnFileWriter<List<Feedback>> writer = new ColumnFileWriter<>(Files.localOutput(file), columns)) {
            writer.write(List.of(WAITING, FOLDED), 0, 2);
            writer.finish();
        }
        List<Feedback> found = new ArrayList<>();
        try (ColumnFileReader reader = new ColumnFileReader(Files.localInput(file))) {
            FeedbackTable.read(reader, 0, reader.rowCount()).forEachRemaining(found::add);
        }
        return found;
    }
}
