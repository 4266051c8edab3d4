package io.parley.agent.handoff;

import io.parley.agent.event.SystemEvents;
import io.parley.agent.memory.Memory;
import io.parley.agent.settings.CurrentSettings;
import io.parley.agent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSenderImpl;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HandoffProperties.class)
class HandoffConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(HandoffConfiguration.class);
    private static final Duration LAST_MAIL = Duration.ofSeconds(5);

    /// Without `SPRING_MAIL_HOST` there is no mail.
    @Bean
    Post post(HandoffProperties properties, ObjectProvider<JavaMailSenderImpl> spring) {
        return Optional.ofNullable(spring.getIfAvailable())
                .filter(mail -> mail.getHost() != null && !mail.getHost().isBlank())
                .<Post>map(mail -> new SmtpPost(server(mail), from(properties, mail)))
                .orElseGet(() -> letter -> new Post.Delivery.Nowhere());
    }

    private static SmtpPost.Server server(JavaMailSenderImpl mail) {
        return new SmtpPost.Server(
                mail.getSession(),
                Optional.ofNullable(mail.getProtocol()).orElse("smtp"),
                Optional.ofNullable(mail.getHost()).orElseThrow(),
                mail.getPort(),
                mail.getUsername(),
                mail.getPassword());
    }

    private static String from(HandoffProperties properties, JavaMailSenderImpl mail) {
        return Optional.of(properties.from())
                .filter(address -> !address.isBlank())
                .or(() -> Optional.ofNullable(mail.getUsername()).filter(name -> name.contains("@")))
                .orElse("parley@localhost");
    }

    @Bean
    TeamMail teamMail(
            TenantTransactions transactions,
            Memory memory,
            CurrentSettings settings,
            SystemEvents events,
            Post post,
            HandoffProperties properties,
            Clock clock) {
        var patience = new TeamMail.Patience(
                properties.lease(),
                properties.firstPause(),
                properties.longestPause(),
                properties.report(),
                properties.giveUp());
        return new TeamMail(new TeamMail.Sources(transactions, memory, settings), events, post, patience, clock);
    }

    @Bean
    Rounds teamMailRounds(TeamMail mail, HandoffProperties properties) {
        return new Rounds(mail, properties.poll());
    }

    /// Looks at the outbox from time to time, less often where that takes long; a mail under way may
    /// end at a stop.
    static final class Rounds implements AutoCloseable {

        private static final int SHARE = 10;
        private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("agent-worker-team-mail").factory());

        private final TeamMail mail;
        private final Duration poll;

        private Rounds(TeamMail mail, Duration poll) {
            this.mail = mail;
            this.poll = poll;
            again(Duration.ZERO);
        }

        private void round() {
            long began = System.nanoTime();
            try {
                mail.round();
            } catch (RuntimeException e) {
                // The next round may do better.
                LOG.atError().setCause(e).log("round of the team's mail broke off");
            }
            again(Duration.ofNanos(System.nanoTime() - began));
        }

        private void again(Duration took) {
            var pause = took.multipliedBy(SHARE);
            var bounded = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
            try {
                var _ = timer.schedule(
                        this::round, Math.max(poll.toMillis(), bounded.toMillis()), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.atDebug().log("the worker stops");
            }
        }

        @Override
        public void close() {
            timer.shutdown();
            try {
                var _ = timer.awaitTermination(LAST_MAIL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            timer.shutdownNow();
        }
    }
}
