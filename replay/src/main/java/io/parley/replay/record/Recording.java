package io.parley.replay.record;

import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.TenantSettings;
import io.parley.schemas.avro.TurnRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/// The records of some conversations, each topic's in the order of partition and offset.
public final class Recording {

    private final Map<Kept<?>, List<Logged<?>>> records = new LinkedHashMap<>();

    /// A recording that is filled record by record.
    public Recording() {
        Kept.all().forEach(kept -> records.put(kept, new ArrayList<>()));
    }

    public <T extends SpecificRecord> void add(Kept<T> kept, Logged<T> record) {
        list(kept).add(record);
    }

    /// To be called when the last record is in.
    public Recording sorted() {
        records.values()
                .forEach(list -> list.sort(
                        Comparator.<Logged<?>>comparingInt(Logged::partition).thenComparingLong(Logged::offset)));
        return this;
    }

    public <T extends SpecificRecord> List<Logged<T>> of(Kept<T> kept) {
        return List.copyOf(this.<T>typed(list(kept)));
    }

    private List<Logged<?>> list(Kept<?> kept) {
        var list = records.get(kept);
        if (list == null) {
            throw new IllegalArgumentException("no topic of a conversation: " + kept.topic());
        }
        return list;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private <T> List<Logged<T>> typed(List<Logged<?>> list) {
        // `add` lets nothing of another type in.
        return (List) list;
    }

    public List<Logged<IncomingMessage>> incoming() {
        return of(Kept.INCOMING);
    }

    public List<Logged<TurnRecord>> journal() {
        return of(Kept.JOURNAL);
    }

    public List<Logged<AgentReply>> replies() {
        return of(Kept.REPLIES);
    }

    public List<Logged<DeliveryReceipt>> receipts() {
        return of(Kept.RECEIPTS);
    }

    public List<Logged<TenantSettings>> settings() {
        return of(Kept.SETTINGS);
    }

    /// The ids of all clients of whom there is anything, in order.
    public Set<String> clients() {
        var clients = new TreeSet<String>();
        Kept.all().stream()
                .filter(Kept::isByTime)
                .forEach(kept -> list(kept).forEach(record -> clients.add(record.key())));
        return clients;
    }

    /// The records of clients that these conditions leave, and everything that is said of tenants.
    public Recording where(Predicate<Logged<?>> wanted) {
        var left = new Recording();
        records.forEach((kept, list) -> list.stream()
                .filter(record -> !kept.isByTime() || wanted.test(record))
                .forEach(record -> left.list(kept).add(record)));
        return left;
    }
}
