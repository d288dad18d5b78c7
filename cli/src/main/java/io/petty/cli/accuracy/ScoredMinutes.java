package io.petty.cli.accuracy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The scored minutes of one collar, in order. Primitive arrays hold the minutes, their published labels and their true
 * labels.
 */
final class ScoredMinutes {
    /** In minutes. A longer gap between readings ends a session and therefore an event. */
    private static final int SESSION_GAP = 30;

    /** In minutes. As in the rules, waking up for at most this long doesn't end a sleep. */
    private static final int WAKE = 20;

    private int[] minutes = new int[1024];
    private byte[] said = new byte[1024];
    private byte[] actual = new byte[1024];
    private int size;

    /**
     * An event in whole minutes.
     *
     * @param first minutes since 1970
     * @param last minutes since 1970, inclusive
     */
    record Span(int first, int last) {}

    void add(int epochMinute, byte saidLabel, byte trueLabel) {
        if (size == minutes.length) {
            minutes = Arrays.copyOf(minutes, size + size / 2);
            said = Arrays.copyOf(said, minutes.length);
            actual = Arrays.copyOf(actual, minutes.length);
        }
        minutes[size] = epochMinute;
        said[size] = saidLabel;
        actual[size++] = trueLabel;
    }

    int size() {
        return size;
    }

    byte said(int i) {
        return said[i];
    }

    byte actual(int i) {
        return actual[i];
    }

    boolean hasTrue(byte label) {
        for (int i = 0; i < size; i++) {
            if (actual[i] == label) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the events of a label: the longest possible runs of scored minutes with the label. A run can cross
     * midnight.
     *
     * @param joinsWakes whether runs at most 20 minutes apart form one event
     */
    List<Span> events(byte label, boolean isTrue, boolean joinsWakes) {
        byte[] labels = isTrue ? actual : said;
        List<Span> events = new ArrayList<>();
        int lastIndex = -1;
        for (int i = 0; i < size; i++) {
            if (labels[i] != label) {
                continue;
            }
            int gap = lastIndex < 0 ? Integer.MAX_VALUE : minutes[i] - minutes[lastIndex];
            if ((lastIndex == i - 1 && gap <= SESSION_GAP) || (joinsWakes && gap <= WAKE + 1)) {
                Span open = events.remove(events.size() - 1);
                events.add(new Span(open.first(), minutes[i]));
            } else {
                events.add(new Span(minutes[i], minutes[i]));
            }
            lastIndex = i;
        }
        return events;
    }
}
