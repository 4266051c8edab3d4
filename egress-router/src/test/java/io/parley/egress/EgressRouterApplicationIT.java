package io.parley.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.schemas.Partitioning;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.EntryKind;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.SessionEvent;
import io.parley.schemas.avro.SessionMark;
import io.parley.schemas.avro.SocketSession;
import io.parley.schemas.settings.SecretSealer;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EgressRouterApplicationIT {

    private static final String ANA = "shoes:shoes-web:g.ana";
    private static final String CARLA = "shoes:shoes-pigeon:77";

    private final Broker broker = new Broker();
    private ConfigurableApplicationContext application;
    private HttpClient http;

    @BeforeAll
    void start(@TempDir Path state) {
        http = HttpClient.newHttpClient();
        application = EgressRouterApplication.start(
                "--server.port=0",
                "--spring.kafka.bootstrap-servers=" + broker.address(),
                "--parley.router.partitions=6",
                "--PARLEY_STATE_DIR=" + state,
                "--PARLEY_CHANNELS=pigeon",
                "--PARLEY_SECRETS_KEYSET=" + SecretSealer.newKeyset(),
                "--parley.standby-replicas=0");
        await().atMost(Duration.ofSeconds(60)).until(() -> get("/ready").statusCode() == 200);
    }

    @AfterAll
    void stop() {
        application.close();
        http.close();
        broker.close();
    }

    @Test
    void what_is_said_reaches_the_slot_of_the_socket_and_the_account_of_the_channel() throws Exception {
        var open = SocketSession.newBuilder()
                .setClientId(ANA)
                .setTenant("shoes")
                .setEvent(SessionEvent.OPEN)
                .setSlot(41)
                .setBootId("boot")
                .setConnection(5)
                .setSession("tab")
                .setAt(Instant.EPOCH)
                .build();
        try (var producer = broker.producer()) {
            send(producer, Topics.SOCKET_SESSIONS, ANA, new AvroWire<>(SocketSession.class).encode(open));
            var resumed = read(Topics.outbound("web"), 1);
            assertThat(outbound(resumed.getFirst()).getPayload()).isInstanceOf(SessionMark.class);
            var wire = new AvroWire<>(AgentReply.class);
            send(producer, Topics.AGENT_REPLIES, ANA, wire.encode(entry(ANA, "web")));
            send(producer, Topics.AGENT_REPLIES, CARLA, wire.encode(entry(CARLA, "pigeon")));
        }

        var web = read(Topics.outbound("web"), 2);
        assertThat(web).allMatch(record -> record.partition() == 41);
        assertThat(outbound(web.getLast()).getPayload()).isInstanceOf(AgentReply.class);
        assertThat(read(Topics.outbound("pigeon"), 1).getFirst().partition())
                .isEqualTo(Partitioning.forAccount("shoes", "shoes-pigeon", 6));
    }

    @Test
    void health_and_metrics_are_served() throws Exception {
        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/prometheus").body()).contains("kafka_stream").contains("jvm_memory");
        assertThat(get("/actuator/env").statusCode()).isEqualTo(404);
    }

    private static void send(KafkaProducer<String, byte[]> producer, String topic, String key, byte[] value)
            throws Exception {
        producer.send(new ProducerRecord<>(topic, key, value)).get(20, TimeUnit.SECONDS);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var port = application.getEnvironment().getRequiredProperty("local.server.port");
        return http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private List<ConsumerRecord<String, byte[]>> read(String topic, int count) {
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var reader = broker.reader(topic)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                reader.poll(Duration.ofMillis(100)).forEach(found::add);
                return found.size() >= count;
            });
        }
        return found;
    }

    private static Outbound outbound(ConsumerRecord<String, byte[]> record) {
        return new AvroWire<>(Outbound.class).decode(record.value());
    }

    private static AgentReply entry(String client, String channel) {
        return AgentReply.newBuilder()
                .setReplyId("r-" + channel)
                .setClientId(client)
                .setTenant("shoes")
                .setChannel(channel)
                .setChannelAccount("shoes-" + channel)
                .setAuthor(Author.AGENT)
                .setKind(EntryKind.REPLY)
                .setContent("Hola")
                .setCreatedAt(Instant.EPOCH)
                .build();
    }
}
