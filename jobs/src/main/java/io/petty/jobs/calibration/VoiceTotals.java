package io.petty.jobs.calibration;

import io.petty.lake.VoiceTotal;
import io.petty.timeline.EventClass;
import io.petty.timeline.VoiceCount;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.codec.digest.MurmurHash3;

/** Sums the voices on published days' events over all collars. Voices may be added in any order. */
public final class VoiceTotals {
    private final SortedMap<LocalDate, SortedMap<LocalDate, SortedMap<EventClass, VoiceTotal>>> totals =
            new TreeMap<>();

    public void add(VoiceCount count) {
        long collars = count.positive() * hash(count, "+") + count.negative() * hash(count, "-");
        add(new VoiceTotal(
                count.day(), count.givenDay(), count.eventClass(), count.positive(), count.negative(), collars));
    }

    private static long hash(VoiceCount count, String sign) {
        byte[] key = (count.collarId() + "\n" + count.eventClass().behavior().label() + "\n" + sign)
                .getBytes(StandardCharsets.UTF_8);
        return MurmurHash3.hash128x64(key, 0, key.length, 0)[0];
    }

    public void addAll(Collection<VoiceTotal> more) {
        more.forEach(this::add);
    }

    private void add(VoiceTotal total) {
        totals.computeIfAbsent(total.eventDay(), day -> new TreeMap<>())
                .computeIfAbsent(total.givenDay(), given -> new TreeMap<>())
                .merge(
                        total.eventClass(),
                        total,
                        (a, b) -> new VoiceTotal(
                                a.eventDay(),
                                a.givenDay(),
                                a.eventClass(),
                                a.positive() + b.positive(),
                                a.negative() + b.negative(),
                                a.collars() + b.collars()));
    }

    /** Returns the sums, sorted by event day, by the day on which the voices were given, and by class. */
    public List<VoiceTotal> list() {
        return totals.values().stream()
                .flatMap(days -> days.values().stream())
                .flatMap(classes -> classes.values().stream())
                .toList();
    }
}
