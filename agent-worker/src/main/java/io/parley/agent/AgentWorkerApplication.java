package io.parley.agent;

import io.parley.channels.Channel;
import java.time.Clock;
import java.time.ZoneOffset;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/// The service that brings clients' messages to their endings. Walk it from `lane.IncomingListener` over `turn.Turns`
/// to `reply.EntryPublisher`.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@ComponentScan(basePackageClasses = {AgentWorkerApplication.class, Channel.class})
@EnableConfigurationProperties(AgentProperties.class)
public class AgentWorkerApplication {

    public static void main(String[] args) {
        start(args);
    }

    /// Starts the service.
    ///
    /// @param args properties as `--key=value`, above those of the environment
    /// @return the running service, to be closed by the caller
    public static ConfigurableApplicationContext start(String... args) {
        return new SpringApplicationBuilder(AgentWorkerApplication.class)
                .properties("spring.config.name=agent-worker")
                .run(args);
    }

    /// In whole milliseconds, as everything that leaves this service is.
    @Bean
    Clock clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }
}
