package io.petty.jobs.timeline;

import io.petty.jobs.calibration.FoundFeedback;
import io.petty.jobs.rules.CollarTimeline;
import io.petty.timeline.VoiceCount;
import java.util.List;

/**
 * One collar's day with the owners' feedback.
 *
 * @param voices on its events, for later days' calibration
 * @param found how many pieces of feedback found an event
 */
record FoldedTimeline(CollarTimeline timeline, List<VoiceCount> voices, FoundFeedback found) {}
