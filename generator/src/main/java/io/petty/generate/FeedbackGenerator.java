package io.petty.generate;

import io.petty.feedback.Feedback;
import io.petty.jobs.rules.CollarTimeline;
import io.petty.jobs.rules.CollarTimelines;
import io.petty.jobs.rules.RestingBaseline;
import io.petty.jobs.rules.TimelineRules;
import io.petty.reading.CollarDay;
import io.petty.reading.PackedReading;
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.RestingHeartRate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes the feedback of synthetic owners on the events that Petty will compute from their pets' readings. Replays each
 * collar's life and deliveries, computes its timelines with the default rules, and compares each event with the truth.
 * Needs memory for one collar's readings of all days.
 */
public final class FeedbackGenerator {
    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final long PURPOSE = 5;
    private static final double SECOND_OWNER_SHARE = 0.1;
    private static final double CORRECTION_SHARE = 0.5;
    private static final double WORDS_SHARE = 0.03;
    private static final String[] WORDS = {
        "He looked happy", "Not sure what that was", "She hurt her paw, so it may be off", "Vet visit at noon"
    };

    private final GenerateSettings settings;
    private final FeedbackSettings feedback;
    private final CollarTimelines timelines = new CollarTimelines(TimelineRules.DEFAULTS);
    private long confirming;
    private long rejecting;
    private long words;

    public FeedbackGenerator(GenerateSettings settings, FeedbackSettings feedback) {
        this.settings = settings;
        this.feedback = feedback;
    }

    /**
     * Writes documents below {@code out}, in {@code dt=} folders named after the days on which the owners give the
     * feedback.
     *
     * @param first the first day that {@link Generator} writes with the same settings and seed
     */
    public FeedbackCounts generate(Path out, LocalDate first, int days, int collars, long seed) throws IOException {
        long start = first.toEpochDay() * MILLIS_PER_DAY;
        long end = start + days * MILLIS_PER_DAY;
        for (int i = 0; i < collars; i++) {
            Pet pet = Pet.of(seed, i, settings);
            PetTruth truth = new PetTruth(seed, pet, start, end, settings.misread());
            Owners owners = new Owners(out, seed, pet, truth);
            for (Event event : events(pet, seed, start, end)) {
                owners.see(event);
            }
        }
        return new FeedbackCounts(confirming, rejecting, words);
    }

    private List<Event> events(Pet pet, long seed, long start, long end) {
        List<RestingHeartRate> resting = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        for (CollarDay day : readings(pet, seed, start, end)) {
            CollarTimeline timeline =
                    timelines.compute(day, RestingBaseline.before(day.day(), resting, TimelineRules.DEFAULTS));
            timeline.resting().ifPresent(resting::add);
            events.addAll(timeline.events());
        }
        return events;
    }

    /** Returns the readings in the raw files, by day. */
    List<CollarDay> readings(Pet pet, long seed, long start, long end) {
        long slice = 3_600_000;
        DeliverySlices deliveries = new DeliverySlices(
                settings, seed, end, MILLIS_PER_DAY / settings.files().perDay(), slice, 64);
        CollarLife life = new CollarLife(seed, pet, settings, start);
        DeliverySlices.Upload upload = new DeliverySlices.Upload();
        deliveries.send(life, upload, start, end);
        SortedMap<Long, CollarDay.Builder> days = new TreeMap<>();
        for (long time = start; time < end; time += slice) {
            DeliverySlice delivery = deliveries.take(time);
            for (int row = 0; row < delivery.size(); row++) {
                LineKind kind = delivery.kind(row);
                if (kind.reason() == null && kind != LineKind.BLANK) {
                    add(delivery, row, pet, days);
                }
            }
        }
        return days.values().stream().map(CollarDay.Builder::build).toList();
    }

    private static void add(DeliverySlice delivery, int row, Pet pet, SortedMap<Long, CollarDay.Builder> days) {
        long written = pet.wholeSeconds() ? delivery.time(row) / 1000 * 1000 : delivery.time(row);
        long day = Math.floorDiv(written, MILLIS_PER_DAY);
        days.computeIfAbsent(day, key -> new CollarDay.Builder(pet.collarId(), LocalDate.ofEpochDay(key)))
                .add(
                        PackedReading.key(
                                (int) (written - day * MILLIS_PER_DAY),
                                delivery.heartRate(row),
                                delivery.activity(row)),
                        delivery.located(row)
                                ? PackedReading.location(delivery.longitude(row), delivery.latitude(row))
                                : PackedReading.NO_LOCATION);
    }

    /** The owners of one pet. */
    private final class Owners {
        private final Path out;
        private final long seed;
        private final Pet pet;
        private final PetTruth truth;
        private final boolean two;
        private int number;

        private Owners(Path out, long seed, Pet pet, PetTruth truth) {
            this.out = out;
            this.seed = seed;
            this.pet = pet;
            this.truth = truth;
            this.two = new SeededRandom(seed, pet.number(), 0, PURPOSE).chance(SECOND_OWNER_SHARE);
        }

        private void see(Event event) throws IOException {
            if (event.behavior() == Behavior.UNKNOWN) {
                return;
            }
            SeededRandom random = new SeededRandom(seed, pet.number(), event.start(), PURPOSE);
            speak(event, "owner-" + pet.collarId(), random);
            if (two) {
                speak(event, "partner-" + pet.collarId(), random);
            }
        }

        private void speak(Event event, String user, SeededRandom random) throws IOException {
            // All random numbers are drawn even if unused, so that changing a share doesn't affect other events.
            boolean speaks = random.chance(feedback.share());
            boolean errs = random.chance(feedback.errors());
            boolean corrects = random.chance(CORRECTION_SHARE);
            boolean wordy = random.chance(WORDS_SHARE);
            String said = WORDS[random.below(WORDS.length)];
            double later = random.unit();
            if (!speaks) {
                return;
            }
            long time = event.end() + 300_000 + Math.round(later * later * later * 2 * MILLIS_PER_DAY);
            String label = truth.label(event.start(), event.end());
            boolean right = label.equals(event.behavior().label());
            if (right != errs) {
                confirming++;
                write(event, user, time, "positive", "");
            } else {
                rejecting++;
                boolean named = corrects && !right && Feedback.BEHAVIORS.contains(label);
                write(event, user, time, "negative", named ? label : "");
            }
            if (wordy) {
                words++;
                write(event, user + "-note", time + 60_000, said, "");
            }
        }

        private void write(Event event, String user, long time, String said, String correction) throws IOException {
            number++;
            String name = pet.collarId() + "-" + number;
            String document = "{\"feedback_id\":\"" + name + "\",\"event_id\":\"" + event.eventId()
                    + "\",\"user_feedback\":\"" + said + "\",\"timestamp\":\"" + Instant.ofEpochMilli(time)
                    + "\",\"user_id\":\"" + user + "\""
                    + (correction.isEmpty() ? "" : ",\"segment\":{\"behavior\":\"" + correction + "\"}") + "}\n";
            Path folder = out.resolve("dt=" + LocalDate.ofEpochDay(Math.floorDiv(time, MILLIS_PER_DAY)));
            Files.createDirectories(folder);
            Files.write(folder.resolve(name + ".json"), document.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
