package io.parley.ingress.ws.limit;

import io.parley.ingress.ws.DoorProperties.PerAddress;
import io.parley.ingress.ws.DoorProperties.PerTenant;
import io.parley.ingress.ws.limit.Rates.Rate;
import io.parley.ingress.ws.limit.Rates.Subject;
import java.time.Duration;
import java.util.Optional;

/// What each client, each address and each tenant may do on this node, so that none takes what is the others'.
///
/// The narrowest limit is asked first: who floods is stopped by its own before it touches what it shares.
public final class Allowances {

    /// Told to who was too fast.
    ///
    /// @param own whether it was the client itself, not all at its address or of its tenant together
    public record Wait(Duration time, boolean own) {}

    private static final Rate SIGNS = new Rate(120, 20);
    private static final int LEAST_AT_ONCE = 20;

    private final PerAddress perAddress;
    private final PerTenant perTenant;
    private final Rates rates = new Rates();
    private final Counts addresses = new Counts();
    private final Counts tenants = new Counts();

    /// Nobody has done anything yet.
    public Allowances(PerAddress perAddress, PerTenant perTenant) {
        this.perAddress = perAddress;
        this.perTenant = perTenant;
    }

    /// Counts one request for a socket or for a guest token. A minute's worth may come at once, as the tabs of an
    /// office do when a node has died.
    ///
    /// @return empty when it is within the limit, else how long to wait
    public Optional<Duration> knock(String address) {
        int perMinute = perAddress.upgradesPerMinute();
        return address.equals(Address.UNLIMITED) || perMinute == 0
                ? Optional.empty()
                : rates.take(new Subject("knock", address), new Rate(perMinute, perMinute));
    }

    /// Counts one message.
    ///
    /// @return empty when it is within all limits
    public Optional<Wait> message(Party party) {
        var client = new Subject("message", party.clientId());
        var limits = party.limits();
        var own = rates.take(client, new Rate(limits.messagesPerMinute(), limits.burst()));
        if (own.isPresent()) {
            return own.map(time -> new Wait(time, true));
        }
        var shared = sharedMessage(party);
        if (shared.isPresent()) {
            rates.giveBack(client);
        }
        return shared.map(time -> new Wait(time, false));
    }

    private Optional<Duration> sharedMessage(Party party) {
        var address = new Subject("address", party.address());
        var atAddress = party.address().equals(Address.UNLIMITED)
                ? Optional.<Duration>empty()
                : ifLimited(address, perAddress.messagesPerMinute());
        if (atAddress.isPresent()) {
            return atAddress;
        }
        var ofTenant = ifLimited(new Subject("tenant", party.tenant()), messagesOf(party));
        if (ofTenant.isPresent()) {
            rates.giveBack(address);
        }
        return ofTenant;
    }

    private Optional<Duration> ifLimited(Subject subject, int perMinute) {
        return perMinute == 0
                ? Optional.empty()
                : rates.take(subject, new Rate(perMinute, Math.max(LEAST_AT_ONCE, perMinute / 6)));
    }

    private int messagesOf(Party party) {
        int own = party.limits().tenantMessagesPerMinute();
        return own > 0 ? own : perTenant.messagesPerMinute();
    }

    /// Counts anything else that causes work.
    public Optional<Duration> sign(Party party) {
        return rates.take(new Subject("sign", party.clientId()), SIGNS);
    }

    /// Whether a further socket would be let in now.
    public boolean hasRoom(Party party) {
        return addresses.of(party.address()) < connectionsAt(party)
                && tenants.of(party.tenant()) < connectionsOf(party);
    }

    /// Counts a further socket; it has to [#leave] again.
    ///
    /// @return false when there are too many and nothing was counted
    public boolean enter(Party party) {
        if (!addresses.add(party.address(), connectionsAt(party))) {
            return false;
        }
        if (!tenants.add(party.tenant(), connectionsOf(party))) {
            addresses.remove(party.address());
            return false;
        }
        return true;
    }

    /// A socket that has entered is closed.
    public void leave(Party party) {
        addresses.remove(party.address());
        tenants.remove(party.tenant());
    }

    private int connectionsAt(Party party) {
        return orNone(party.address().equals(Address.UNLIMITED) ? 0 : perAddress.connections());
    }

    private int connectionsOf(Party party) {
        int own = party.limits().tenantConnections();
        return orNone(own > 0 ? own : perTenant.connections());
    }

    private static int orNone(int limit) {
        return limit == 0 ? Integer.MAX_VALUE : limit;
    }
}
