/**
 * The life of one detached worker: it claims a job, runs it on Codex, watches it and tells how it ended.
 * Imports {@code codex}, {@code job}, {@code process}, {@code rpc}, {@code review} and what lies below them; nobody in core imports it.
 * Start with {@link dev.companion.core.worker.Worker}.
 */
@NullMarked
package dev.companion.core.worker;

import org.jspecify.annotations.NullMarked;
