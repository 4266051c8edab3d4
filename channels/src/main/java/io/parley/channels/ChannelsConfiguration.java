package io.parley.channels;

import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What channels share. A service that scans this package has every kind.
@Configuration(proxyBeanMethods = false)
class ChannelsConfiguration {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Bean
    ProviderApi providerApi() {
        return new ProviderApi(PATIENCE);
    }

    @Bean
    Channels channels(ObjectProvider<Channel> all) {
        return new Channels(all.stream().toList());
    }
}
