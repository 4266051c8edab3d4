package io.parley.ingress.webhooks;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;

/// The HTTP side of the channels: every kind that stands in the module `channels`.
@SpringBootApplication(scanBasePackages = {"io.parley.ingress.webhooks", "io.parley.channels"})
@ConfigurationPropertiesScan
public class IngressWebhooksApplication {

    public static void main(String... args) {
        start(args);
    }

    /// Starts the service in this JVM.
    ///
    /// @param args properties, `--key=value`
    public static ConfigurableApplicationContext start(String... args) {
        return start(IngressWebhooksApplication.class, args);
    }

    /// Starts it with a configuration that comes on top, for instance with another [RecordLog].
    public static ConfigurableApplicationContext start(Class<?> configuration, String... args) {
        return new SpringApplicationBuilder(IngressWebhooksApplication.class, configuration)
                .properties("spring.config.name=ingress-webhooks")
                .run(args);
    }
}
