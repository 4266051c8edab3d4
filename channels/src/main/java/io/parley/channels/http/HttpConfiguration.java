package io.parley.channels.http;

import io.parley.channels.Channel;
import io.parley.channels.ProviderApi;
import java.time.Clock;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

    @Bean
    Channel http(
            ProviderApi api,
            @Value("${parley.turns-url:}") String turnsUrl,
            @Value("${parley.private-callbacks:false}") boolean privateCallbacks) {
        var clock = Clock.systemUTC();
        return new HttpChannel(
                new HttpWebhook(clock, () -> UUID.randomUUID().toString(), turnsUrl.replaceFirst("/+$", "")),
                new HttpSender(api, clock, privateCallbacks));
    }
}
