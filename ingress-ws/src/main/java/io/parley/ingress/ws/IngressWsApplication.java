package io.parley.ingress.ws;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;

/// One WebSocket node.
@SpringBootApplication
@ConfigurationPropertiesScan
public class IngressWsApplication {

    public static void main(String... args) {
        start(args);
    }

    /// Starts the node in this JVM; closing the context drains it.
    ///
    /// @param args properties, `--key=value`
    public static ConfigurableApplicationContext start(String... args) {
        return new SpringApplicationBuilder(IngressWsApplication.class)
                .properties("spring.config.name=ingress-ws")
                .run(args);
    }
}
