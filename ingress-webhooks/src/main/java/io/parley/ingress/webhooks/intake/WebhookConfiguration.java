package io.parley.ingress.webhooks.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.channels.Accounts;
import io.parley.channels.Channel;
import io.parley.channels.Channels;
import io.parley.ingress.webhooks.RecordLog;
import io.parley.schemas.aliases.AliasFeed;
import io.parley.schemas.settings.TenantSettingsFeed;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/// A URL for each channel that has a webhook.
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {

    private static final int LONGEST_BODY = 3 * 1024 * 1024;
    private static final Duration SLOWEST_BODY = Duration.ofSeconds(10);
    private static final int REMEMBERED = 200_000;

    @Bean
    WebhookMetrics webhookMetrics(MeterRegistry registry) {
        return new WebhookMetrics(registry);
    }

    @Bean
    Intake intake(TenantSettingsFeed tenants, AliasFeed aliases, RecordLog log, WebhookMetrics metrics) {
        var receipts = new ReceiptOrder(REMEMBERED, metrics);
        return new Intake(
                new Accounts(tenants::all),
                () -> tenants.isReady() && aliases.isReady(),
                aliases.aliases(),
                new StrictJson(LONGEST_BODY),
                new BatchWriter(log, aliases::awaitOffset, receipts, metrics, REMEMBERED),
                metrics);
    }

    /// Bodies take at most an eighth of the memory.
    @Bean(destroyMethod = "close")
    Bodies bodies() {
        return new Bodies(
                LONGEST_BODY,
                SLOWEST_BODY,
                Math.max(4L * LONGEST_BODY, Runtime.getRuntime().maxMemory() / 8));
    }

    @Bean
    SimpleUrlHandlerMapping webhookUrls(
            Channels channels, Intake intake, Bodies bodies, WebhookMetrics metrics, Clock clock) {
        var urls = new HashMap<String, HttpRequestHandler>();
        for (Channel channel : channels.all()) {
            channel.webhook()
                    .ifPresent(webhook -> urls.put(
                            webhook.path(channel.kind()),
                            new WebhookController(channel, webhook, intake, bodies, metrics, clock)));
        }
        return new SimpleUrlHandlerMapping(urls, 1);
    }
}
