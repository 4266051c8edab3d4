package io.parley.ingress.ws.admin;

import io.parley.ingress.ws.IngressWsProperties;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AdminConfiguration {

    private static final String BEARER = "Bearer ";

    /// Who operates the node must hold the admin or the internal token; without a token configured, nobody
    /// does.
    @Bean
    FilterRegistrationBean<Filter> adminTokenFilter(IngressWsProperties properties) {
        Filter filter = (request, response, chain) -> {
            if (isAllowed((HttpServletRequest) request, properties)) {
                chain.doFilter(request, response);
            } else {
                ((HttpServletResponse) response).sendError(HttpServletResponse.SC_UNAUTHORIZED);
            }
        };
        var registration = new FilterRegistrationBean<>(filter);
        registration.addUrlPatterns("/admin/*");
        return registration;
    }

    private static boolean isAllowed(HttpServletRequest request, IngressWsProperties properties) {
        var token = Optional.ofNullable(request.getHeader("Authorization"))
                .filter(header -> header.startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8));
        return token.isPresent()
                && Stream.of(properties.adminToken(), properties.internalToken())
                        .filter(known -> !known.isBlank())
                        .anyMatch(known -> MessageDigest.isEqual(token.get(), known.getBytes(StandardCharsets.UTF_8)));
    }
}
