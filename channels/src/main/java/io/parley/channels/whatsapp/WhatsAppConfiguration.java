package io.parley.channels.whatsapp;

import io.parley.channels.Channel;
import io.parley.channels.Field;
import io.parley.channels.ProviderApi;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Reads `WHATSAPP_GRAPH_BASE_URL` and `WHATSAPP_GRAPH_VERSION`.
@Configuration(proxyBeanMethods = false)
class WhatsAppConfiguration {

    private static final List<Field> FIELDS = List.of(
            Field.text("phone-number-id"),
            Field.text("access-token"),
            Field.text("app-secret"),
            Field.text("verify-token"),
            Field.text("template"));

    @Bean
    Channel whatsAppChannel(
            @Value("${WHATSAPP_GRAPH_BASE_URL:https://graph.facebook.com}") String address,
            @Value("${WHATSAPP_GRAPH_VERSION:v25.0}") String version,
            ProviderApi api) {
        var graph = GraphApi.of(address, version);
        return new Channel(
                "whatsapp",
                FIELDS,
                new WhatsAppWebhook(),
                new WhatsAppSender(graph, api),
                new WhatsAppMedia(graph, api));
    }
}
