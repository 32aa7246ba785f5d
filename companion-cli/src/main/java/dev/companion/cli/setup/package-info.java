/**
 * Whether everything is there that a job needs, and what to do if not. Each thing that is looked at has a deadline and
 * becomes a finding. Imports {@code app}, {@code demo}, {@code render}, {@code terminal} and core. Start with
 * {@link dev.companion.cli.setup.Setup}.
 */
@NullMarked
package dev.companion.cli.setup;

import org.jspecify.annotations.NullMarked;
