package io.parley.egress.delivery;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parley.channels.Accounts;
import io.parley.lanes.Ending;
import io.parley.lanes.LaneRecord;
import io.parley.lanes.Ownership;
import io.parley.schemas.ClientHash;
import io.parley.schemas.ClientId;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.ClientAlias;
import io.parley.schemas.avro.EntryKind;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.Position;
import io.parley.schemas.avro.SystemEvent;
import io.parley.schemas.settings.TenantDocument;
import io.parley.schemas.trace.Spans;
import io.parley.schemas.wire.AvroWire;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import tools.jackson.databind.json.JsonMapper;

/// A process that sends by pigeon, without a broker: its receipts outlive it.
final class Office {

    static final String TENANTS = """
            {"id": "shoes", "channels": [{"id": "shoes-pigeon", "kind": "pigeon"},
             {"id": "shoes-loft", "kind": "pigeon", "on-unknown": "ask"}]}""";
    static final String ANA = "shoes:shoes-pigeon:ana";
    static final String BOB = "shoes:shoes-pigeon:bob";
    private static final Duration FORMER_OWNER = Duration.ofSeconds(20);

    final SettableClock clock;
    final ReceiptsInMemory receipts;
    final RecordingSender sender;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<SystemEvent> events = new ArrayList<>();
    final List<ClientAlias> aliases = new ArrayList<>();
    final Station station;
    final Tenures tenures;
    final LaneInMemory lane;
    private final OutboundListener listener;
    private static long ownerships;

    static {
        // Records can be made only after their wire form has told Avro that they are trusted.
        var _ = new AvroWire<>(Outbound.class);
    }

    private long offset;

    Office() {
        this(new SettableClock(), new RecordingSender());
    }

    private Office(SettableClock clock, RecordingSender sender) {
        this(clock, sender, new ReceiptsInMemory(clock));
    }

    private Office(SettableClock clock, RecordingSender sender, ReceiptsInMemory receipts) {
        this.clock = clock;
        this.sender = sender;
        this.receipts = receipts;
        station = new Stations(customers(), bulletin(), meters, new ClientHash(""), Spans.none(), clock, FORMER_OWNER)
                .station(PigeonPost.with(sender));
        tenures = new Tenures(PigeonPost.KIND, receipts, clock);
        lane = new LaneInMemory(clock, new Ownership("outbound.pigeon", 3, ++ownerships, clock.instant()));
        listener = new OutboundListener(station, tenures, new Signs(station));
    }

    /// Another process, with the same provider and the same receipts.
    Office another() {
        var other = new Office(clock, sender, receipts);
        other.offset = offset;
        return other;
    }

    static Customers customers() {
        var document =
                new TenantDocument("shoes", "1", 0, JsonMapper.builder().build().readTree(TENANTS));
        return new Customers(
                new Accounts(() -> List.of(document)), tenant -> Optional.of(document), client -> Optional.empty());
    }

    private Bulletin bulletin() {
        return new Bulletin() {
            @Override
            public void tell(SystemEvent event) {
                events.add(event);
            }

            @Override
            public void moved(ClientAlias alias) {
                aliases.add(alias);
            }
        };
    }

    static AgentReply.Builder entry(String client, String replyId, String content, Clock clock) {
        var id = ClientId.parse(client);
        return AgentReply.newBuilder()
                .setReplyId(replyId)
                .setClientId(client)
                .setTenant(id.tenant())
                .setChannel(PigeonPost.KIND)
                .setChannelAccount(id.account())
                .setAuthor(Author.AGENT)
                .setKind(EntryKind.REPLY)
                .setContent(content)
                .setCreatedAt(clock.instant());
    }

    AgentReply.Builder entry(String client, String replyId, String content) {
        return entry(client, replyId, content, clock);
    }

    static Outbound outbound(Object payload, String client, long offset) {
        var id = ClientId.parse(client);
        return Outbound.newBuilder()
                .setClientId(client)
                .setTenant(id.tenant())
                .setChannel(PigeonPost.KIND)
                .setChannelAccount(id.account())
                .setPosition(offset < 0 ? null : new Position("log", offset))
                .setPayload(payload)
                .build();
    }

    /// Lets a record wait in the lane.
    void route(AgentReply entry) {
        routeAt(entry, offset++);
    }

    void routeAt(AgentReply entry, long position) {
        lane.waiting.add(new LaneRecord<>(
                entry.getClientId(),
                outbound(entry, entry.getClientId(), position),
                3,
                position,
                clock.instant(),
                new RecordHeaders(),
                100));
    }

    void retract(String client, String... replyIds) {
        route(entry(client, "retract", "")
                .setKind(EntryKind.RETRACT)
                .setRetracts(List.of(replyIds))
                .setReason("cancelled")
                .build());
    }

    Ending handle() throws InterruptedException {
        return listener.handle(lane);
    }

    Ending send(String client, String replyId, String content) throws InterruptedException {
        route(entry(client, replyId, content).build());
        return handle();
    }

    Tenure tenure() {
        return tenures.of(lane.ownership()).join();
    }

    double count(String name, String... tags) {
        return meters.get(name).tags(tags).counter().count();
    }

    List<String> told() {
        return events.stream().map(SystemEvent::getEvent).toList();
    }

    static Map<String, String> staff(String providerId) {
        return Map.of("sent_by_staff", providerId);
    }
}
