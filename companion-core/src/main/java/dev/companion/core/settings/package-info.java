/**
 * Where a value comes from: flag, environment, project file, user file or default.
 * Imports {@code failure} and {@code json}. Start with {@link dev.companion.core.settings.Setting}.
 */
@NullMarked
package dev.companion.core.settings;

import org.jspecify.annotations.NullMarked;
