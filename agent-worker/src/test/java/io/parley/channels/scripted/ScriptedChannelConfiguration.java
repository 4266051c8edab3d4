package io.parley.channels.scripted;

import io.parley.channels.Channel;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Found by the worker as any channel is.
@Configuration(proxyBeanMethods = false)
class ScriptedChannelConfiguration {

    @Bean
    Channel scriptedChannel() {
        return ScriptedChannel.withFiles();
    }
}
