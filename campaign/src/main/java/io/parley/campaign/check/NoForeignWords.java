package io.parley.campaign.check;

import io.parley.campaign.ledger.Canaries;
import io.parley.campaign.ledger.Canaries.Owner;
import io.parley.campaign.ledger.Line;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// No marker of a tenant, a client or a message ever appears with another: not in what is shown or streamed, not in a
/// prompt at the model, not in the topics under another's key.
final class NoForeignWords implements Law {

    @Override
    public String name() {
        return "L5 no foreign words";
    }

    @Override
    public Stream<Violation> violations(Observations seen) {
        var owners = new Owners(seen);
        var shown = seen.conversations().stream()
                .flatMap(conversation -> conversation
                        .frames()
                        .flatMap(event -> Stream.ofNullable(event.frame()))
                        .flatMap(frame -> foreign(owners, conversation.clientId(), frame.content(), "was shown")));
        var streamed = seen.all(Line.Streamed.class).stream()
                .flatMap(text -> foreign(owners, text.clientId(), text.text(), "was streamed"));
        var entries = seen.all(Line.Entry.class).stream()
                .flatMap(entry -> foreign(owners, entry.clientId(), entry.content(), "has in agent-replies"));
        var incoming = seen.all(Line.Incoming.class).stream()
                .flatMap(record -> foreign(owners, record.clientId(), record.text(), "has in incoming-messages"));
        var prompts = seen.all(Line.ModelCall.class).stream().flatMap(call -> mixed(owners, call));
        return Stream.of(shown, streamed, entries, incoming, prompts).flatMap(found -> found);
    }

    private Stream<Violation> foreign(Owners owners, String clientId, String text, String how) {
        return Canaries.in(text).stream()
                .filter(canary -> !owners.belongs(canary, clientId))
                .map(canary -> violation(clientId, how + " " + canary + ", which is " + owners.of(canary)));
    }

    private Stream<Violation> mixed(Owners owners, Line.ModelCall call) {
        var clients = call.canaries().stream()
                .filter(canary -> !Canaries.isOf(Owner.TENANT, canary))
                .map(owners::of)
                .collect(Collectors.toSet());
        var tenants = call.canaries().stream().map(owners::tenantOf).collect(Collectors.toSet());
        return clients.size() > 1 || tenants.size() > 1
                ? Stream.of(violation("model call " + call.number(), "its prompt mixes " + clients + " of " + tenants))
                : Stream.of();
    }

    /// Who owns which marker.
    private static final class Owners {

        private final Map<String, String> clients = new HashMap<>();
        private final Map<String, String> tenants = new HashMap<>();
        private final Map<String, String> tenantOfClient = new HashMap<>();

        private Owners(Observations seen) {
            seen.all(Line.Tenant.class).forEach(tenant -> tenants.put(tenant.canary(), tenant.tenant()));
            for (var conversation : seen.conversations()) {
                var person = conversation.person();
                clients.put(person.canary(), person.clientId());
                tenantOfClient.put(person.clientId(), person.tenant());
                conversation
                        .sentByMessage()
                        .values()
                        .forEach(sent -> Canaries.in(sent.getFirst().text()).stream()
                                .filter(canary -> Canaries.isOf(Owner.MESSAGE, canary))
                                .forEach(canary -> clients.put(canary, person.clientId())));
            }
        }

        private String of(String canary) {
            return Canaries.isOf(Owner.TENANT, canary)
                    ? "of tenant " + tenants.getOrDefault(canary, "nobody")
                    : clients.getOrDefault(canary, "of nobody");
        }

        private String tenantOf(String canary) {
            return Canaries.isOf(Owner.TENANT, canary)
                    ? tenants.getOrDefault(canary, "nobody")
                    : tenantOfClient.getOrDefault(clients.getOrDefault(canary, ""), "nobody");
        }

        private boolean belongs(String canary, String clientId) {
            return Canaries.isOf(Owner.TENANT, canary)
                    ? Objects.equals(tenants.get(canary), tenantOfClient.get(clientId))
                    : clientId.equals(clients.get(canary));
        }
    }
}
