package io.parley.agent.tool;

import io.parley.agent.Client;
import io.parley.agent.settings.AgentSettings;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One call of a tool.
///
/// @param client of whose turn it is: what the tool may reach
/// @param phone of the client in digits, where the channel vouches for one besides the client's id
/// @param settings the tenant's, in the version of the turn
/// @param turnId whose turn calls
/// @param asked when the turn began: what "today" is, in every attempt
/// @param arguments as the model gave them, an object; nothing in it is trusted
/// @param idempotencyKey the same for the same call of the same turn, in every attempt; 64 hexadecimal digits
/// @param progress where a long call says how far it is
public record ToolCall(
        Client client,
        Optional<String> phone,
        AgentSettings settings,
        String turnId,
        Instant asked,
        JsonNode arguments,
        String idempotencyKey,
        ToolProgress progress) {}
