package io.parley.channels.ycloud;

import io.parley.channels.Channel;
import io.parley.channels.ProviderApi;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Reads `YCLOUD_API_BASE_URL` and `YCLOUD_SIGNATURE_TOLERANCE`.
@Configuration(proxyBeanMethods = false)
class YCloudConfiguration {

    @Bean
    Channel yCloudChannel(
            @Value("${YCLOUD_API_BASE_URL:https://api.ycloud.com/v2}") String address,
            @Value("${YCLOUD_SIGNATURE_TOLERANCE:5m}") Duration tolerance,
            ProviderApi api) {
        return new YCloudChannel(YCloudApi.of(address), api, tolerance);
    }
}
