package io.parley.agent.mcp;

import io.parley.agent.AgentProperties;
import io.parley.agent.event.SystemEvents;
import io.parley.agent.settings.CurrentSettings;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class McpConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(McpConfiguration.class);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofMinutes(2);
    private static final McpConnection.Times TIMES =
            new McpConnection.Times(Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(30));

    @Bean(destroyMethod = "close")
    McpTools mcpTools(AgentProperties properties, SystemEvents events) {
        var allowed = new Dialling.Allowed(
                properties.mcp().allowPrivate(), properties.mcp().allowCommands());
        return new McpTools(new Dialling(allowed, ANSWER), TIMES, IDLE, events);
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService mcpFollowing(McpTools tools, CurrentSettings settings) {
        var timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("agent-worker-mcp-settings").factory());
        var _ = timer.scheduleWithFixedDelay(() -> follow(tools, settings), 0, 2, TimeUnit.SECONDS);
        return timer;
    }

    private static void follow(McpTools tools, CurrentSettings settings) {
        try {
            tools.follow(settings);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("settings of MCP servers not followed");
        }
    }
}
