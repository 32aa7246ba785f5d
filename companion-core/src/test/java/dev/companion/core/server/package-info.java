/** Tests of the resident server's own rules; how it really behaves is tested through the program. */
@NullMarked
package dev.companion.core.server;

import org.jspecify.annotations.NullMarked;
