/**
 * Tests of the offline model without a Codex: scripts, steps, records, private files.
 * Imports {@code json}. The tests with the real Codex are beside the test kit, in {@code codex}.
 */
@NullMarked
package dev.companion.core.offline;

import org.jspecify.annotations.NullMarked;
