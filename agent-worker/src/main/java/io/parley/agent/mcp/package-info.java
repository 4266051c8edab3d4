/// The tools of MCP servers that tenants' settings name enter as tools; calls of them leave as MCP requests. The only
/// package that knows the MCP SDK.
@NullMarked
package io.parley.agent.mcp;

import org.jspecify.annotations.NullMarked;
