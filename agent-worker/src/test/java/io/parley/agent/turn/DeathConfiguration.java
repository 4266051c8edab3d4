package io.parley.agent.turn;

import java.nio.file.Path;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// Writes down the effects of a worker that is started with `death.log`, and lets it die before the one that the other
/// settings name. The worker is the real one: it finds this on its class path.
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("death.log")
class DeathConfiguration {

    @Bean
    static BeanPostProcessor death(Environment environment) {
        var doom = new Doom(
                Path.of(environment.getRequiredProperty("death.log")),
                environment.getRequiredProperty("death.client"),
                environment.getRequiredProperty("death.at", Integer.class));
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof Workplace workplace ? Effects.before(doom, workplace) : bean;
            }
        };
    }
}
