package io.parley.ingress.webhooks.intake;

import io.parley.channels.Channel;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FakeChannelConfiguration {

    @Bean
    Channel fakeChannel() {
        return FakeChannel.channel();
    }
}
