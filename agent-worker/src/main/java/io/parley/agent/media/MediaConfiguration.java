package io.parley.agent.media;

import io.parley.agent.AgentProperties;
import io.parley.channels.Accounts;
import io.parley.channels.Channels;
import io.parley.schemas.settings.TenantSettingsFeed;
import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MediaConfiguration {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    @Bean
    MediaStore mediaStore(AgentProperties properties) {
        return StoreAddress.open(properties.media().store());
    }

    @Bean(destroyMethod = "close")
    Media media(Channels channels, TenantSettingsFeed settings, MediaStore store, AgentProperties properties) {
        var client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        var limits = new ProviderMedia.Limits(
                Math.toIntExact(properties.media().largest().toBytes()),
                properties.media().time());
        return new ProviderMedia(
                channels, new Accounts(settings::all), new Download(client, limits.largestBytes()), store, limits);
    }
}
