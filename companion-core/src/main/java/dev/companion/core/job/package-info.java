/**
 * The job: its record, its state machine, its directory, its event log, and what can be done with it.
 * Imports {@code failure}, {@code json}, {@code settings} and {@code process}, never {@code codex}.
 * Start with {@link dev.companion.core.job.Job} and {@link dev.companion.core.job.JobState}.
 */
@NullMarked
package dev.companion.core.job;

import org.jspecify.annotations.NullMarked;
