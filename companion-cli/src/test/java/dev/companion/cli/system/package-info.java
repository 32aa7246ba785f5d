/**
 * The built program as its users have it: through the launcher, with real processes, a real git repository and the real
 * Codex against the offline model. Every test has a {@link dev.companion.cli.system.Machine} of its own and fails if it
 * leaves a process or a file behind. Imports core's test kit and JSON, nothing of the command line itself.
 * Start with {@link dev.companion.cli.system.Machine}.
 */
@NullMarked
package dev.companion.cli.system;

import org.jspecify.annotations.NullMarked;
