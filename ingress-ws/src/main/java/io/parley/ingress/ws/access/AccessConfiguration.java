package io.parley.ingress.ws.access;

import io.parley.ingress.ws.DoorProperties;
import io.parley.ingress.ws.limit.Allowances;
import io.parley.ingress.ws.tenant.Tenants;
import io.parley.schemas.settings.TenantSettingsFeed;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.filter.CorsFilter;

@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    private static final Pattern GUEST_TOKENS = Pattern.compile("/v1/tenants/([a-z0-9-]+)/guest-tokens");

    @Bean
    Tenants tenants(TenantSettingsFeed feed) {
        return new Tenants(feed);
    }

    @Bean
    GuestTokens guestTokens(@Value("${parley.ws.secrets-keyset}") String keyset, Clock clock) {
        return new GuestTokens(keyset, clock);
    }

    @Bean
    Admission admission(Tenants tenants, GuestTokens guestTokens, DoorProperties door, Clock clock) {
        var keySets = new KeySets(door.privateJwks());
        return new Admission(tenants, new TokenVerifier(guestTokens, keySets, clock));
    }

    @Bean
    Allowances allowances(DoorProperties door) {
        return new Allowances(door.address(), door.tenant());
    }

    /// Tells browsers which pages may ask for a guest token: those of the tenant's origins, by name.
    @Bean
    FilterRegistrationBean<CorsFilter> guestTokenCors(Tenants tenants) {
        var filter = new FilterRegistrationBean<>(new CorsFilter(request -> cors(tenants, request)));
        filter.addUrlPatterns("/v1/tenants/*");
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    private static @Nullable CorsConfiguration cors(Tenants tenants, HttpServletRequest request) {
        var path = GUEST_TOKENS.matcher(request.getRequestURI());
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || !path.matches()) {
            return null;
        }
        var own = Origins.own(
                origin, Optional.ofNullable(request.getHeader(HttpHeaders.HOST)).orElse(""));
        return tenants.webChannel(path.group(1))
                .map(channel -> channel.allows(origin, own) ? List.of(origin) : List.<String>of())
                .map(AccessConfiguration::postsFrom)
                .orElse(null);
    }

    private static CorsConfiguration postsFrom(List<String> origins) {
        var cors = new CorsConfiguration();
        cors.setAllowedOrigins(origins);
        cors.setAllowedMethods(List.of("POST"));
        cors.setAllowedHeaders(List.of(HttpHeaders.CONTENT_TYPE));
        cors.setMaxAge(Duration.ofMinutes(10));
        return cors;
    }
}
