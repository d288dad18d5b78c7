package io.petty.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CollarDaysTest {
    @Test
    void closesAllCursorsIfOneOfThemCantBeRead() {
        OneCollar first = new OneCollar(true);
        OneCollar unreadable = new OneCollar(false);
        assertThatThrownBy(() -> new CollarDays(LocalDate.EPOCH, List.of(first, unreadable)))
                .isInstanceOf(IOException.class);
        assertThat(first.closed).isTrue();
        assertThat(unreadable.closed).isTrue();
    }

    /** A cursor over a single collar without rows, from a file that may be unreadable. */
    private static final class OneCollar implements CollarCursor {
        private final boolean readable;
        private boolean closed;

        private OneCollar(boolean readable) {
            this.readable = readable;
        }

        @Override
        public boolean next() throws IOException {
            if (!readable) {
                throw new IOException("The file is damaged");
            }
            return true;
        }

        @Override
        public String collarId() {
            return "collar-1";
        }

        @Override
        public void readRows(CollarDay.Builder into) {}

        @Override
        public void close() {
            closed = true;
        }
    }
}
