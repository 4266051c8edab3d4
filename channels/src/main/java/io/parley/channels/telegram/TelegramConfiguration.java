package io.parley.channels.telegram;

import io.parley.channels.Channel;
import io.parley.channels.ProviderApi;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TelegramConfiguration {

    @Bean
    Channel telegramChannel(
            ProviderApi api, @Value("${TELEGRAM_API_BASE_URL:https://api.telegram.org}") String baseUrl) {
        return new TelegramChannel(new TelegramApi(api, baseUrl), Clock.systemUTC());
    }
}
