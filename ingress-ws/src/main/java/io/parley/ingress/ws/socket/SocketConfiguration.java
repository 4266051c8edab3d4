package io.parley.ingress.ws.socket;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.ingress.ws.IngressWsProperties;
import io.parley.ingress.ws.KafkaSettings;
import io.parley.ingress.ws.access.Admission;
import io.parley.ingress.ws.frame.ServerFrames;
import io.parley.ingress.ws.limit.Allowances;
import io.parley.ingress.ws.slot.SlotKeeper;
import io.parley.schemas.settings.TenantSettingsFeed;
import io.parley.schemas.trace.Spans;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The sockets, their way to Kafka and back, and the order in which all that starts and stops.
@Configuration(proxyBeanMethods = false)
class SocketConfiguration {

    private static final Duration MESSAGE_PATIENCE = Duration.ofSeconds(5);

    @Bean
    Clients clients(Clock clock) {
        return new Clients(clock.instant());
    }

    @Bean
    Backlog backlog(IngressWsProperties properties, Clients clients) {
        return new Backlog(
                (int) properties.sendBudget().toBytes(),
                properties.nodeSendBudget().toBytes(),
                clients::count);
    }

    @Bean
    Traffic traffic(MeterRegistry registry, Clients clients, Backlog backlog) {
        return new Traffic(registry, clients, backlog);
    }

    @Bean(destroyMethod = "close")
    Spans spans(
            @Value("${parley.traces.endpoint:}") String endpoint, @Value("${parley.traces.headers:}") String headers) {
        return Spans.of("ingress-ws", endpoint, headers);
    }

    @Bean
    SocketSpans socketSpans(Spans spans, Clock clock) {
        return new SocketSpans(spans, clock);
    }

    @Bean
    MessagePublisher messagePublisher(KafkaSettings kafka, MeterRegistry registry, SocketSpans spans) {
        return new MessagePublisher(
                kafka.producer("messages", MESSAGE_PATIENCE, Duration.ofSeconds(2)), registry, spans);
    }

    @Bean
    SessionPublisher sessionPublisher(KafkaSettings kafka, Clock clock) {
        var settings = kafka.producer("sessions", MESSAGE_PATIENCE, Duration.ofSeconds(2));
        // Sockets come and go by the thousand: this spares Kafka and the router a request for each of them.
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        return new SessionPublisher(settings, clock);
    }

    @Bean
    ServerFrames serverFrames(Clock clock) {
        return new ServerFrames(clock);
    }

    @Bean
    Reception reception(
            Clients clients,
            Admission admission,
            Allowances allowances,
            MessagePublisher messages,
            SessionPublisher sessions,
            Traffic traffic,
            Backlog backlog,
            IngressWsProperties properties,
            Clock clock) {
        Executor executor =
                task -> Thread.ofVirtual().name("ingress-ws-message").start(task);
        return new Reception(
                new Reception.Staff(
                        clients,
                        admission,
                        allowances,
                        messages,
                        sessions,
                        traffic,
                        executor,
                        backlog,
                        new ReconnectWindow(clients::count, properties.reconnectPace())),
                properties.nodeId(),
                clock);
    }

    @Bean
    SlotKeeper slotKeeper(KafkaSettings kafka, IngressWsProperties properties, Clients clients, Clock clock) {
        return new SlotKeeper(
                kafka.consumer("slot"),
                kafka.producer("slot", MESSAGE_PATIENCE, Duration.ofMillis(250)),
                new SlotKeeper.Self(
                        properties.nodeId(),
                        Optional.of(properties.publicUrl()).filter(url -> !url.isBlank()),
                        clients::count,
                        clients::tenants),
                clock);
    }

    @Bean
    OutboundListener outboundListener(
            KafkaSettings kafka,
            SlotKeeper slots,
            Clients clients,
            SessionPublisher sessions,
            ServerFrames frames,
            Traffic traffic,
            SocketSpans spans) {
        return new OutboundListener(
                kafka.consumer("outbound"),
                slots,
                clients,
                new Delivery(clients, sessions, frames, traffic),
                traffic,
                spans);
    }

    @Bean
    Caretaker caretaker(Clients clients, ServerFrames frames, IngressWsProperties properties, Clock clock) {
        return new Caretaker(clients, frames, properties.stuckAfter(), clock);
    }

    @Bean
    BroadcastPublisher broadcastPublisher(KafkaSettings kafka, Clock clock) {
        return new BroadcastPublisher(kafka.producer("broadcasts", MESSAGE_PATIENCE, Duration.ofSeconds(2)), clock);
    }

    @Bean
    BroadcastListener broadcastListener(KafkaSettings kafka, Clients clients, ServerFrames frames) {
        return new BroadcastListener(kafka.consumer("broadcasts"), clients, frames);
    }

    @Bean
    AdminController.Telling telling(Traffic traffic, Backlog backlog, BroadcastPublisher broadcasts) {
        return new AdminController.Telling(traffic, backlog, broadcasts);
    }

    @Bean
    Drain drain(Clients clients, IngressWsProperties properties, Clock clock) {
        var drain = properties.drain();
        return new Drain(clients, new Farewell.Plan(drain.window(), drain.pace(), drain.patience()), clock);
    }

    /// Starts after the server and stops first, in the last phase: while sockets are sent away, the server
    /// still answers, replies still come, and CLOSE events still leave.
    @Bean
    SmartLifecycle socketsLifecycle(
            SlotKeeper slots,
            OutboundListener outbound,
            BroadcastListener broadcasts,
            Caretaker caretaker,
            Drain drain) {
        return new SocketsLifecycle(slots, outbound, broadcasts, caretaker, drain);
    }

    /// Ready: tenants known, slot held, its records read, not draining.
    @Bean
    HealthIndicator nodeHealthIndicator(
            TenantSettingsFeed feed, OutboundListener outbound, BroadcastListener broadcasts, Clients clients) {
        return () -> (feed.isReady()
                                && outbound.isPolling()
                                && broadcasts.isFollowing()
                                && clients.slot().isPresent()
                                && !clients.isDraining()
                        ? Health.up()
                        : Health.outOfService())
                .withDetail("tenants", feed.isReady())
                .withDetail("outbound", outbound.isPolling())
                .withDetail("broadcasts", broadcasts.isFollowing())
                .withDetail("slot", clients.slot().isPresent())
                .withDetail("draining", clients.isDraining())
                .build();
    }

    /// Alive: the threads without which nothing will ever work again.
    @Bean
    HealthIndicator threadsHealthIndicator(SlotKeeper slots, OutboundListener outbound, BroadcastListener broadcasts) {
        return () ->
                (slots.isAlive() && outbound.isAlive() && broadcasts.isAlive() ? Health.up() : Health.down()).build();
    }

    private static final class SocketsLifecycle implements SmartLifecycle {

        private final SlotKeeper slots;
        private final OutboundListener outbound;
        private final BroadcastListener broadcasts;
        private final Caretaker caretaker;
        private final Drain drain;
        private volatile boolean running;

        SocketsLifecycle(
                SlotKeeper slots,
                OutboundListener outbound,
                BroadcastListener broadcasts,
                Caretaker caretaker,
                Drain drain) {
            this.slots = slots;
            this.outbound = outbound;
            this.broadcasts = broadcasts;
            this.caretaker = caretaker;
            this.drain = drain;
        }

        @Override
        public void start() {
            running = true;
            slots.start();
            outbound.start();
            broadcasts.start();
            caretaker.start();
        }

        @Override
        public void stop() {
            drain.complete();
            caretaker.close();
            broadcasts.close();
            outbound.close();
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }
}
