/**
 * The MCP server in this process: real workers, a scripted Codex, messages over pipes.
 */
@NullMarked
package dev.companion.cli.mcp;

import org.jspecify.annotations.NullMarked;
