package io.parley.agent.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.settings.McpServer;
import io.parley.agent.tool.Effect;
import io.parley.agent.tool.Tool;
import io.parley.agent.tool.ToolResult;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class McpToolTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final McpServer SERVER = new McpServer(
            "My-Server", Optional.empty(), List.of("x"), Optional.empty(), Map.of(), Duration.ofSeconds(7));

    private static Tool.Spec spec(String described) {
        var connection = new McpConnection(
                "shoes",
                SERVER,
                new Dialling(new Dialling.Allowed(false, false), Duration.ofSeconds(1)),
                new McpConnection.Times(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)),
                (tenant, kind, details) -> {});
        return McpTool.of(connection, SERVER, JSON.readTree(described))
                .orElseThrow()
                .spec();
    }

    @Test
    void a_name_is_what_every_model_takes() {
        assertThat(spec("{\"name\": \"Get Users/v2!\"}").name()).isEqualTo("my_server_get_users_v2_");
        assertThat(spec("{\"name\": \"" + "n".repeat(100) + "\"}").name()).hasSize(64);
        assertThat(spec("{\"name\": \"a\"}").source()).isEqualTo("mcp:My-Server");
        assertThat(spec("{\"name\": \"a\"}").timeout()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void what_it_changes_is_what_the_server_says() {
        assertThat(spec("{\"name\": \"a\", \"annotations\": {\"readOnlyHint\": true}}")
                        .effect())
                .isEqualTo(Effect.READ);
        var write = spec("{\"name\": \"a\"}");
        assertThat(write.effect()).isEqualTo(Effect.WRITE);
        assertThat(write.repeatable()).isFalse();
        assertThat(spec("{\"name\": \"a\", \"annotations\": {\"idempotentHint\": true}}")
                        .repeatable())
                .isTrue();
    }

    @Test
    void its_schema_is_passed_on_as_an_object() {
        var schema =
                spec("{\"name\": \"a\", \"inputSchema\": {\"$schema\": \"x\", \"type\": \"object\", \"properties\":"
                                + " {\"m\": {\"type\": \"string\"}}, \"additionalProperties\": {}}}")
                        .parameters();
        assertThat(schema.toString())
                .isEqualTo("{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"string\"}},"
                        + "\"additionalProperties\":{}}");
        assertThat(spec("{\"name\": \"a\"}").parameters().toString())
                .isEqualTo("{\"type\":\"object\",\"properties\":{}}");
    }

    @Test
    void an_answer_becomes_a_result() {
        assertThat(Contents.result(JSON.readTree("""
                {"content": [{"type": "text", "text": "one"}, {"type": "image", "mimeType": "image/png", "data": "x"},
                  {"type": "resource_link", "name": "notes", "uri": "demo://1"}, {"type": "unheard-of"},
                  {"type": "resource", "resource": {"uri": "demo://2", "text": "two"}}]}
                """)))
                .isEqualTo(new ToolResult.Done(
                        JSON.getNodeFactory().stringNode("one\n[image: image/png]\n[notes: demo://1]\ntwo")));
        assertThat(Contents.result(JSON.readTree(
                        "{\"content\": [{\"type\": \"text\", \"text\": \"{}\"}], \"structuredContent\": {\"a\": 1}}")))
                .isEqualTo(new ToolResult.Done(JSON.readTree("{\"a\": 1}")));
        assertThat(Contents.result(
                        JSON.readTree("{\"content\": [{\"type\": \"text\", \"text\": \"no\"}], \"isError\": true}")))
                .isEqualTo(new ToolResult.Refused("tool-error", "no"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://93.184.215.14/mcp",
                "https://localhost/mcp",
                "https://10.0.0.1/mcp",
                "https://169.254.169.254/latest",
                "https://[::1]/mcp",
                "https://user@93.184.215.14/mcp",
                "ftp://93.184.215.14/mcp"
            })
    void an_address_that_is_not_public_is_not_called(String url) {
        assertThat(new Dialling(new Dialling.Allowed(false, true), Duration.ofSeconds(1)).mayCall(URI.create(url)))
                .isFalse();
    }

    @Test
    void a_public_address_is_called_and_a_private_one_where_that_is_allowed() {
        assertThat(new Dialling(new Dialling.Allowed(false, true), Duration.ofSeconds(1))
                        .mayCall(URI.create("https://93.184.215.14/mcp")))
                .isTrue();
        assertThat(new Dialling(new Dialling.Allowed(true, true), Duration.ofSeconds(1))
                        .mayCall(URI.create("http://localhost:3001/mcp")))
                .isTrue();
    }
}
