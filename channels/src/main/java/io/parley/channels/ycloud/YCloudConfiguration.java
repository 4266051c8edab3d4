package io.parley.channels.ycloud;

import io.parley.channels.Channel;
import io.parley.channels.Field;
import io.parley.channels.ProviderApi;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Reads `YCLOUD_API_BASE_URL` and `YCLOUD_SIGNATURE_TOLERANCE`.
@Configuration(proxyBeanMethods = false)
class YCloudConfiguration {

    private static final List<Field> FIELDS = List.of(
            Field.text("phone-number"), Field.text("api-key"), Field.text("webhook-secret"), Field.text("template"));

    @Bean
    Channel yCloudChannel(
            @Value("${YCLOUD_API_BASE_URL:https://api.ycloud.com/v2}") String address,
            @Value("${YCLOUD_SIGNATURE_TOLERANCE:5m}") Duration tolerance,
            ProviderApi api) {
        var ycloud = YCloudApi.of(address);
        return new Channel(
                "ycloud", FIELDS, new YCloudWebhook(tolerance), new YCloudSender(ycloud, api), new YCloudMedia(ycloud));
    }
}
