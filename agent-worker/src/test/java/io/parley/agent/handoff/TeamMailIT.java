package io.parley.agent.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.parley.agent.Client;
import io.parley.agent.Installed;
import io.parley.agent.Worker;
import io.parley.agent.event.SystemEvents;
import io.parley.agent.memory.Memory;
import io.parley.agent.memory.MemoryLine;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.settings.CurrentSettings;
import io.parley.agent.tenancy.TenantTransactions;
import io.parley.agent.turn.Carried;
import io.parley.agent.turn.Input;
import io.parley.agent.turn.TurnStore;
import io.parley.schemas.settings.TenantDocument;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// The outbox on a real database, the mails at a real mail server, rounds and time in the test's hand.
class TeamMailIT implements CurrentSettings {

    private static final Worker WORKER = Installed.shared().worker();
    private static final TenantTransactions TRANSACTIONS = WORKER.bean(TenantTransactions.class);
    private static final Memory MEMORY = WORKER.bean(Memory.class);
    private static final Instant ASKED = Instant.parse("2026-01-01T12:00:00Z");
    private static int tenants;

    private final GreenMail server = new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP));
    private final String tenant = "mail-" + tenants++;
    private final Hand clock = new Hand();
    private final List<String> told = new ArrayList<>();
    private String email = "team@shoes.example";
    private int port = 1;

    private static final class Hand extends Clock {
        private Instant now = ASKED.plusSeconds(1);

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private TeamMailIT serverIsUp() {
        server.start();
        port = server.getSmtp().getPort();
        return this;
    }

    @Override
    public Optional<AgentSettings> current(String id) {
        return Optional.of(new AgentSettings(
                new TenantDocument(id, "v1", 0, JsonMapper.builder().build().readTree("""
                {"name": "Zapatos", "agent": {"tools": ["handoff"]}, "handoff": {"email": "%s"}}""".formatted(email)))));
    }

    @Override
    public Optional<AgentSettings> version(String id, String version) {
        return current(id);
    }

    @Override
    public List<String> tenants() {
        return List.of(tenant);
    }

    private Post smtp() {
        var times = new Properties();
        times.setProperty("mail.smtp.connectiontimeout", "2000");
        times.setProperty("mail.smtp.timeout", "5000");
        return letter -> new SmtpPost(
                        new SmtpPost.Server(Session.getInstance(times), "smtp", "localhost", port, "", ""),
                        "parley@shoes.example")
                .deliver(letter);
    }

    private TeamMail mail(Post post) {
        SystemEvents events = (of, kind, details) -> told.add(kind.word() + details.getOrDefault("reason", ""));
        var patience = new TeamMail.Patience(
                Duration.ofMinutes(2),
                Duration.ofSeconds(5),
                Duration.ofMinutes(15),
                Duration.ofMinutes(5),
                Duration.ofDays(3));
        return new TeamMail(new TeamMail.Sources(TRANSACTIONS, MEMORY, this), events, post, patience, clock);
    }

    private void after(Duration time) {
        clock.now = clock.now.plus(time);
    }

    /// A turn ends with a hand-over, after two lines; a third one comes later.
    private String handedOver(int number) {
        var client = new Client(tenant + ":web:g." + number, tenant, "web", "web");
        var input = new Input(
                "m-" + client.id(),
                Input.Kind.MESSAGE,
                0,
                number,
                ASKED,
                "help",
                null,
                new Carried(Map.of(), List.of(), null, null, null),
                1);
        var turnId = "t-" + tenant + "-" + number;
        WORKER.bean(TurnStore.class)
                .open(new TurnStore.Draft(
                        turnId, client, "v1", 20, ASKED, List.of(input), List.of(), TurnStore.Gate.OPEN, null));
        TRANSACTIONS.call(tenant, trip -> {
            say(trip, client, "I want a person", MemoryLine.Role.USER);
            say(trip, client, "Somebody will write to you.", MemoryLine.Role.AGENT);
            new HandoverStatements()
                    .begin(trip, client, turnId, current(tenant).orElseThrow(), "refund", "ñandú\u0000", ASKED);
            say(trip, client, "said later", MemoryLine.Role.USER);
            return true;
        });
        return turnId;
    }

    private static void say(io.parley.agent.tenancy.RoundTrip trip, Client client, String text, MemoryLine.Role role) {
        MEMORY.append(trip, client.tenant(), client.id(), "t", List.of(new Memory.Line(role, text, null)));
    }

    private List<String> received() throws Exception {
        var ids = new ArrayList<String>();
        for (MimeMessage message : server.getReceivedMessages()) {
            ids.add(message.getMessageID());
        }
        return ids;
    }

    @Test
    void the_team_gets_one_mail_with_the_conversations_last_lines() throws Exception {
        serverIsUp();
        var turnId = handedOver(1);
        mail(smtp()).round();
        after(Duration.ofDays(1));
        mail(smtp()).round();
        assertThat(received()).containsExactly("<" + turnId + "@shoes.example>");
        var message = server.getReceivedMessages()[0];
        assertThat(message.getSubject()).isEqualTo("Zapatos: a customer asks for a person: refund");
        assertThat(message.getHeader("From")).containsExactly("parley@shoes.example");
        assertThat(message.getHeader("To")).containsExactly(email);
        assertThat(message.getSentDate()).isEqualTo(ASKED);
        assertThat(message.getContent().toString())
                .contains("Customer: I want a person", "Agent:    Somebody will write to you.", "ñandú")
                .doesNotContain("said later");
        assertThat(told).containsExactly("handed-over");
        assertThat(silence(1)).contains("by agent (asked)");
    }

    private String silence(int number) {
        var client = new Client(tenant + ":web:g." + number, tenant, "web", "web");
        return TRANSACTIONS
                .call(tenant, trip -> new SilenceStatements().find(trip, client).get())
                .map(Silence::inWords)
                .orElse("");
    }

    @Test
    void a_server_that_is_down_delays_the_mail_and_after_a_while_operators_know() throws Exception {
        handedOver(1);
        mail(smtp()).round();
        mail(smtp()).round();
        assertThat(told).containsExactly("handed-over");
        after(Duration.ofMinutes(6));
        mail(smtp()).round();
        after(Duration.ofMinutes(6));
        mail(smtp()).round();
        assertThat(told).containsExactly("handed-over", "mail-failingunavailable");
        serverIsUp();
        after(Duration.ofMinutes(15));
        mail(smtp()).round();
        assertThat(received()).hasSize(1);
    }

    @Test
    void a_refused_recipient_is_told_at_once_and_the_mail_goes_to_a_corrected_one() throws Exception {
        try (var refusing = new RefusingServer()) {
            port = refusing.port();
            handedOver(1);
            mail(smtp()).round();
        }
        assertThat(told).containsExactly("handed-over", "mail-failingrecipient-refused");
        serverIsUp();
        email = "help@shoes.example";
        after(Duration.ofMinutes(16));
        mail(smtp()).round();
        assertThat(server.getReceivedMessages()[0].getHeader("To")).containsExactly(email);
        assertThat(told).hasSize(2);
    }

    @Test
    void a_mail_that_nobody_takes_for_days_is_given_up() throws Exception {
        handedOver(1);
        after(Duration.ofDays(3));
        mail(smtp()).round();
        serverIsUp();
        after(Duration.ofDays(1));
        mail(smtp()).round();
        assertThat(received()).isEmpty();
    }

    @Test
    void without_a_mail_server_or_an_address_only_operators_are_told() {
        handedOver(1);
        mail(letter -> new Post.Delivery.Nowhere()).round();
        assertThat(told).containsExactly("handed-over", "mail-failingno-mail-server");
        email = "";
        handedOver(2);
        mail(letter -> {
                    throw new AssertionError("nobody to write to");
                })
                .round();
        assertThat(told).hasSize(3);
    }

    @Test
    void several_workers_send_each_mail_once() throws Exception {
        serverIsUp();
        var all = IntStream.range(0, 20).mapToObj(this::handedOver).toList();
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                var _ = workers.submit(() -> mail(smtp()).round());
            }
        }
        assertThat(received())
                .containsExactlyInAnyOrderElementsOf(all.stream()
                        .map(turnId -> "<" + turnId + "@shoes.example>")
                        .toList());
    }

    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    @Test
    void a_mail_outlives_the_process_and_is_recognised_when_it_comes_again() throws Exception {
        serverIsUp();
        handedOver(1);
        Post diesBefore = letter -> {
            throw new Death();
        };
        assertThatExceptionOfType(Death.class).isThrownBy(() -> mail(diesBefore).round());
        mail(smtp()).round();
        assertThat(received()).as("another worker may still be sending it").isEmpty();
        after(Duration.ofMinutes(3));
        Post diesAfter = letter -> {
            smtp().deliver(letter);
            throw new Death();
        };
        assertThatExceptionOfType(Death.class).isThrownBy(() -> mail(diesAfter).round());
        after(Duration.ofMinutes(3));
        mail(smtp()).round();
        after(Duration.ofMinutes(3));
        mail(smtp()).round();
        assertThat(received()).hasSize(2).containsOnly("<t-" + tenant + "-1@shoes.example>");
        assertThat(Arrays.stream(server.getReceivedMessages())
                        .map(com.icegreen.greenmail.util.GreenMailUtil::getBody)
                        .distinct())
                .as("the same mail")
                .hasSize(1);
    }
}
