package io.parley.channels.slack;

import io.parley.channels.Channel;
import io.parley.channels.Field;
import io.parley.channels.ProviderApi;
import java.net.URI;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// An account is an app in one workspace; a conversation is a direct message channel, or a thread of another one.
@Configuration(proxyBeanMethods = false)
class SlackConfiguration {

    @Bean
    Channel slack(ProviderApi api, @Value("${SLACK_API_BASE_URL:https://slack.com/api}") URI base) {
        var fields = List.of(Field.text("bot-token"), Field.text("signing-secret"));
        return new Channel("slack", fields, new SlackWebhook(), new SlackSender(api, base));
    }
}
