/**
 * The MCP server: the commands of this program as tools, over JSON-RPC on stdin and stdout. A tool runs the command of the
 * same name in this process, so there is one way only to do a thing, and its answer is the document of {@code --json}.
 * Imports {@code app}, {@code render}, {@code terminal} and core. Start with {@link dev.companion.cli.mcp.McpServer}.
 */
@NullMarked
package dev.companion.cli.mcp;

import org.jspecify.annotations.NullMarked;
