package io.parley.ingress.webhooks.simulate;

import io.parley.schemas.settings.TenantSettingsFeed;
import java.time.Clock;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SimulateConfiguration {

    @Bean
    Simulation simulation(TenantSettingsFeed feed, Clock clock) {
        return new Simulation(feed::all, () -> UUID.randomUUID().toString(), clock);
    }
}
