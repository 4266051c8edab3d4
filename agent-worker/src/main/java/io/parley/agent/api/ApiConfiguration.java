package io.parley.agent.api;

import io.parley.agent.AgentProperties;
import io.parley.schemas.avro.IncomingMessage;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

    private static final String BEARER = "Bearer ";

    @Bean
    ControlPublisher controlPublisher(Producer<String, IncomingMessage> incomingProducer, Clock clock) {
        return new ControlPublisher(incomingProducer, clock);
    }

    /// Who asks about turns or drains must hold the internal or the admin token; without a token configured, nobody
    /// does.
    @Bean
    FilterRegistrationBean<Filter> tokenFilter(AgentProperties properties) {
        Filter filter = (request, response, chain) -> {
            if (isAllowed((HttpServletRequest) request, properties)) {
                chain.doFilter(request, response);
            } else {
                ((HttpServletResponse) response).sendError(HttpServletResponse.SC_UNAUTHORIZED);
            }
        };
        var registration = new FilterRegistrationBean<>(filter);
        registration.addUrlPatterns("/v1/*", "/admin/*");
        return registration;
    }

    private static boolean isAllowed(HttpServletRequest request, AgentProperties properties) {
        var token = Optional.ofNullable(request.getHeader("Authorization"))
                .filter(header -> header.startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8));
        return token.isPresent()
                && Stream.of(properties.internalToken(), properties.adminToken())
                        .filter(known -> !known.isBlank())
                        .anyMatch(known -> MessageDigest.isEqual(token.get(), known.getBytes(StandardCharsets.UTF_8)));
    }
}
