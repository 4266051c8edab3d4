package io.parley.agent.model;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.parley.agent.AgentProperties;
import io.parley.agent.event.SystemEvents;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ModelConfiguration {

    @Bean(destroyMethod = "close")
    OpenAiModel model(AgentProperties properties, SystemEvents events, Clock clock) {
        var model = properties.model();
        return new OpenAiModel(
                breakers(events),
                new OpenAiModel.Patience(
                        model.connectTimeout(),
                        model.firstTokenTimeout(),
                        model.silenceTimeout(),
                        model.maxAnswerCharacters()),
                clock);
    }

    @Bean(destroyMethod = "close")
    Transcriber transcriber(AgentProperties properties, SystemEvents events, Clock clock) {
        var model = properties.model();
        return new OpenAiTranscriber(
                breakers(events),
                new OpenAiModel.Patience(
                        model.connectTimeout(),
                        model.transcriptionTimeout(),
                        model.transcriptionTimeout(),
                        model.maxAnswerCharacters()),
                clock);
    }

    @Bean(destroyMethod = "close")
    Embedder embedder(AgentProperties properties, SystemEvents events) {
        return new OpenAiEmbedder(breakers(events), properties.model().connectTimeout());
    }

    private static Breakers breakers(SystemEvents events) {
        var config = CircuitBreakerConfig.custom()
                .slidingWindowSize(50)
                .minimumNumberOfCalls(20)
                .failureRateThreshold(80)
                .waitDurationInOpenState(Duration.ofSeconds(5))
                .permittedNumberOfCallsInHalfOpenState(5)
                .build();
        return new Breakers(config, events);
    }

    @Bean
    Permits permits(AgentProperties properties) {
        var permits = properties.permits();
        return new Permits(
                new Permits.Limits(permits.worker(), permits.tenant(), permits.provider()), permits.patience());
    }
}
