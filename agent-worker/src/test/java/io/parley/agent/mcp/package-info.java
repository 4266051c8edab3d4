/// MCP servers that do as a test says, and a real one.
@NullMarked
package io.parley.agent.mcp;

import org.jspecify.annotations.NullMarked;
