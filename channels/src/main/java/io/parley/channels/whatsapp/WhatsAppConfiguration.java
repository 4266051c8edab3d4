package io.parley.channels.whatsapp;

import io.parley.channels.Channel;
import io.parley.channels.ProviderApi;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Reads `WHATSAPP_GRAPH_BASE_URL` and `WHATSAPP_GRAPH_VERSION`.
@Configuration(proxyBeanMethods = false)
class WhatsAppConfiguration {

    @Bean
    Channel whatsAppChannel(
            @Value("${WHATSAPP_GRAPH_BASE_URL:https://graph.facebook.com}") String address,
            @Value("${WHATSAPP_GRAPH_VERSION:v25.0}") String version,
            ProviderApi api) {
        return new WhatsAppChannel(GraphApi.of(address, version), api);
    }
}
