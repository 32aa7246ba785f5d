/**
 * How jobs, events and errors look, for people and as JSON. Only the terminal writes.
 * Start with {@link dev.companion.cli.render.JobJson} and {@link dev.companion.cli.render.EventText}.
 */
@NullMarked
package dev.companion.cli.render;

import org.jspecify.annotations.NullMarked;
