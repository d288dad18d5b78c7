package io.petty.jobs.timeline;

import io.petty.jobs.calibration.FoundFeedback;
import io.petty.jobs.rules.CollarTimeline;
import io.petty.timeline.VoiceCount;
import java.util.List;

/**
 * One collar's day with the owners' feedback.
 *
 * @param voices counts of the voices on the day's events, for later days' calibration
 * @param found counts of the feedback whose event was found
 */
record FoldedTimeline(CollarTimeline timeline, List<VoiceCount> voices, FoundFeedback found) {}
