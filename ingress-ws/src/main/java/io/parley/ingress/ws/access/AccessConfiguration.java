package io.parley.ingress.ws.access;

import io.parley.ingress.ws.tenant.Tenants;
import io.parley.schemas.settings.TenantSettingsFeed;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    @Bean
    Tenants tenants(TenantSettingsFeed feed) {
        return new Tenants(feed);
    }

    @Bean
    GuestTokens guestTokens(@Value("${parley.ws.secrets-keyset}") String keyset, Clock clock) {
        return new GuestTokens(keyset, clock);
    }

    @Bean
    Admission admission(Tenants tenants, GuestTokens guestTokens, Clock clock) {
        return new Admission(tenants, new TokenVerifier(guestTokens, new KeySets(), clock));
    }
}
