/**
 * The benchmark: whole commands through the launcher, timed from outside, beside an empty program on the same Java.
 *
 * <p>May import core, its test kit and the store. Start with {@link dev.companion.bench.Benchmark}.
 */
@NullMarked
package dev.companion.bench;

import org.jspecify.annotations.NullMarked;
