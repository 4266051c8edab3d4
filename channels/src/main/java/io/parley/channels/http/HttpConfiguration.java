package io.parley.channels.http;

import io.parley.channels.Channel;
import io.parley.channels.Field;
import io.parley.channels.ProviderApi;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// A program of the tenant's own, speaking Parley's own JSON.
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

    @Bean
    Channel http(
            ProviderApi api,
            @Value("${parley.turns-url:}") String turnsUrl,
            @Value("${parley.private-callbacks:false}") boolean privateCallbacks) {
        var clock = Clock.systemUTC();
        return new Channel(
                "http",
                List.of(Field.text("secret"), Field.url("callback-url")),
                new HttpWebhook(clock, () -> UUID.randomUUID().toString(), turnsUrl.replaceFirst("/+$", "")),
                new HttpSender(api, clock, privateCallbacks),
                new HttpMedia());
    }
}
