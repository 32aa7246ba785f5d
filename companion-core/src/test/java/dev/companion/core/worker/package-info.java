/** Tests of the life of a worker, with a scripted Codex as a real child process. */
@NullMarked
package dev.companion.core.worker;

import org.jspecify.annotations.NullMarked;
