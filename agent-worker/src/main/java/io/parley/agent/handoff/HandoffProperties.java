package io.parley.agent.handoff;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How the team is told of hand-overs. The mail server itself stands in Spring's own `spring.mail`.
///
/// @param from the sender's address; empty for the mail server's user name if that is one, else
/// `parley@localhost`
/// @param poll how often the outbox is looked at
/// @param lease how long a mail that a worker has taken is nobody else's
/// @param firstPause after a first failure; the next ones double
/// @param report how long a mail may fail before operators are told
/// @param giveUp how long it is tried
@Validated
@ConfigurationProperties(prefix = "parley.handoff", ignoreUnknownFields = false)
record HandoffProperties(
        @DefaultValue("") String from,
        @DefaultValue("1s") @NotNull Duration poll,
        @DefaultValue("2m") @NotNull Duration lease,
        @DefaultValue("5s") @NotNull Duration firstPause,
        @DefaultValue("15m") @NotNull Duration longestPause,
        @DefaultValue("5m") @NotNull Duration report,
        @DefaultValue("3d") @NotNull Duration giveUp) {}
