/**
 * Files that only their owner may read, written whole or appended.
 * Imports nothing of the project. Start with {@link dev.companion.core.files.PrivateFiles}.
 */
@NullMarked
package dev.companion.core.files;

import org.jspecify.annotations.NullMarked;
