package io.parley.standalone.endtoend;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An MCP server on standard input and output with one tool, a job of as many steps as are wanted, which tells each.
final class StepsServer {

    private static final int STEP_MILLIS = 100;
    /// A new job ends the one before: the SDK's server does not tell a tool that nobody wants it any more, and loses
    /// what two tools say at the same moment.
    private static final AtomicInteger JOBS = new AtomicInteger();

    private StepsServer() {}

    public static void main(String[] arguments) {
        var out = System.out;
        System.setOut(System.err); // where logging may go
        var number = Map.<String, Object>of("type", "integer");
        var tool = McpSchema.Tool.builder()
                .name("calibration")
                .description("Runs a calibration in steps.")
                .inputSchema(new McpSchema.JsonSchema(
                        "object", Map.of("steps", number), List.of("steps"), false, null, null))
                .annotations(new McpSchema.ToolAnnotations(null, true, null, null, null, null))
                .build();
        var _ = McpServer.sync(new StdioServerTransportProvider(McpJsonDefaults.getMapper(), System.in, out))
                .serverInfo("steps", "1")
                .capabilities(
                        McpSchema.ServerCapabilities.builder().tools(false).build())
                .toolCall(tool, StepsServer::run)
                .build();
    }

    private static McpSchema.CallToolResult run(McpSyncServerExchange client, McpSchema.CallToolRequest request) {
        int steps = ((Number) request.arguments().get("steps")).intValue();
        int own = JOBS.incrementAndGet();
        for (int step = 1; step <= steps && own == JOBS.get(); step++) {
            try {
                Thread.sleep(STEP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            client.progressNotification(
                    new McpSchema.ProgressNotification(request.progressToken(), step, (double) steps, "step " + step));
        }
        return McpSchema.CallToolResult.builder()
                .addTextContent("Calibrated in " + steps + " steps.")
                .build();
    }

    /// A tenant's settings by which the worker starts it.
    static String settings() {
        var command = Stream.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StepsServer.class.getName())
                .map(word -> "\"" + word + "\"")
                .collect(Collectors.joining(", "));
        return "{\"agent\": {\"mcp-servers\": [{\"name\": \"bench\", \"command\": [%s]}]}}".formatted(command);
    }
}
