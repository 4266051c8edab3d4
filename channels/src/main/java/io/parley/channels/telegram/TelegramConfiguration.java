package io.parley.channels.telegram;

import io.parley.channels.Channel;
import io.parley.channels.Field;
import io.parley.channels.ProviderApi;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Bots on Telegram: private chats, groups, and forum topics, each a conversation of its own.
@Configuration(proxyBeanMethods = false)
class TelegramConfiguration {

    @Bean
    Channel telegramChannel(
            ProviderApi api, @Value("${TELEGRAM_API_BASE_URL:https://api.telegram.org}") String baseUrl) {
        var telegram = new TelegramApi(api, baseUrl);
        return new Channel(
                "telegram",
                List.of(Field.text(TelegramApi.BOT_TOKEN), Field.text(TelegramWebhook.WEBHOOK_SECRET)),
                new TelegramWebhook(Clock.systemUTC()),
                new TelegramSender(telegram),
                new TelegramMedia(telegram));
    }
}
