package io.petty.systemtests.reference;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Selects one reading per collar and millisecond from all delivery days. */
public final class ReferenceReadings {

    /** A reading and the delivery day it came with. */
    public record Delivered(LocalDate deliveryDay, ReferenceReading reading) {}

    private static final Comparator<ReferenceReading> WHICH_STAYS = Comparator.comparing(
                    ReferenceReading::heartRate, Comparator.nullsLast(Comparator.<Integer>naturalOrder()))
            .thenComparingInt(ReferenceReading::activity)
            .thenComparingLong(reading ->
                    reading.place() == null ? Long.MAX_VALUE : reading.place().lon())
            .thenComparingLong(reading ->
                    reading.place() == null ? Long.MAX_VALUE : reading.place().lat());

    /** Of equal readings, the one that was delivered first is kept. */
    private static final Comparator<Delivered> ORDER = Comparator.comparing(
                    (Delivered delivered) -> delivered.reading().collar())
            .thenComparingLong(delivered -> delivered.reading().time())
            .thenComparing(Delivered::reading, WHICH_STAYS)
            .thenComparing(Delivered::deliveryDay);

    private ReferenceReadings() {}

    /**
     * Returns the readings of every event day in the order of collar and time, given the current readings of all
     * delivery days.
     */
    public static SortedMap<LocalDate, List<Delivered>> byEventDay(
            Map<LocalDate, List<ReferenceReading>> byDeliveryDay) {
        List<Delivered> all = new ArrayList<>();
        byDeliveryDay.forEach((day, readings) -> readings.forEach(reading -> all.add(new Delivered(day, reading))));
        all.sort(ORDER);
        SortedMap<LocalDate, List<Delivered>> days = new TreeMap<>();
        String collar = "";
        long time = 0;
        for (Delivered delivered : all) {
            ReferenceReading reading = delivered.reading();
            if (!reading.collar().equals(collar) || reading.time() != time) {
                days.computeIfAbsent(reading.eventDay(), day -> new ArrayList<>())
                        .add(delivered);
            }
            collar = reading.collar();
            time = reading.time();
        }
        return days;
    }

    /** Returns the readings of one event day in the order of collar and time. */
    public static List<Delivered> ofEventDay(LocalDate day, Map<LocalDate, List<ReferenceReading>> byDeliveryDay) {
        return byEventDay(byDeliveryDay).getOrDefault(day, List.of());
    }

    /** Returns the same readings, grouped by collar and event day. */
    public static SortedMap<String, SortedMap<LocalDate, List<ReferenceReading>>> byCollar(
            Map<LocalDate, List<ReferenceReading>> byDeliveryDay) {
        SortedMap<String, SortedMap<LocalDate, List<ReferenceReading>>> collars = new TreeMap<>();
        byEventDay(byDeliveryDay)
                .forEach((day, readings) -> readings.forEach(
                        delivered -> collars.computeIfAbsent(delivered.reading().collar(), collar -> new TreeMap<>())
                                .computeIfAbsent(day, any -> new ArrayList<>())
                                .add(delivered.reading())));
        return collars;
    }
}
