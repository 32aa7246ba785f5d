/**
 * How jobs, events and errors look, for people and as JSON. Only {@link dev.companion.cli.render.Terminal} writes.
 * Start with {@link dev.companion.cli.render.Terminal}.
 */
@NullMarked
package dev.companion.cli.render;

import org.jspecify.annotations.NullMarked;
