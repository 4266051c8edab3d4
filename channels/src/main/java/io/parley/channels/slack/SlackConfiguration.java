package io.parley.channels.slack;

import io.parley.channels.Channel;
import io.parley.channels.ProviderApi;
import java.net.URI;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SlackConfiguration {

    @Bean
    Channel slack(ProviderApi api, @Value("${SLACK_API_BASE_URL:https://slack.com/api}") URI base) {
        return new Slack(new SlackSender(api, base));
    }
}
