package io.parley.ingress.ws.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ingress.ws.DoorProperties.PerAddress;
import io.parley.ingress.ws.DoorProperties.PerTenant;
import io.parley.ingress.ws.tenant.Limits;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AllowancesTest {

    private static final Limits ONE_AT_ONCE = new Limits(1, 1, 10, 0, 0);
    private static final Limits PLENTY = new Limits(6000, 1000, 10, 0, 0);
    private static final String HERE = "203.0.113.1";
    private static final String THERE = "203.0.113.2";

    private final Allowances generous = new Allowances(new PerAddress(0, 0, 0), new PerTenant(0, 0));
    private final Allowances byAddress = new Allowances(new PerAddress(2, 5, 30), new PerTenant(0, 0));
    private final Allowances byTenant = new Allowances(new PerAddress(0, 0, 0), new PerTenant(3, 60));
    private final Allowances narrow = new Allowances(new PerAddress(2, 5, 30), new PerTenant(3, 60));

    @Test
    void a_burst_is_let_through_and_then_the_client_is_told_how_long_to_wait() {
        var party = new Party("a", "shoes", new Limits(1, 2, 10, 0, 0), HERE);
        assertThat(generous.message(party)).isEmpty();
        assertThat(generous.message(party)).isEmpty();
        assertThat(generous.message(party)).hasValueSatisfying(wait -> {
            assertThat(wait.own()).isTrue();
            assertThat(wait.time()).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(1));
        });
    }

    @Test
    void one_clients_rate_is_not_anothers_and_signs_are_no_messages() {
        assertThat(generous.message(party("a", ONE_AT_ONCE))).isEmpty();
        assertThat(generous.message(party("b", ONE_AT_ONCE))).isEmpty();
        assertThat(generous.sign(party("a", ONE_AT_ONCE))).isEmpty();
    }

    @Test
    void new_limits_hold_at_once() {
        assertThat(generous.message(party("a", ONE_AT_ONCE))).isEmpty();
        assertThat(generous.message(party("a", ONE_AT_ONCE))).isPresent();
        assertThat(generous.message(party("a", PLENTY))).isEmpty();
    }

    @Test
    void an_address_has_a_rate_of_its_own_and_whose_it_is_is_told() {
        assertThat(IntStream.range(0, 20))
                .allMatch(i -> byAddress.message(at(HERE, i)).isEmpty());
        assertThat(byAddress.message(at(HERE, 20)))
                .hasValueSatisfying(wait -> assertThat(wait.own()).isFalse());
        assertThat(byAddress.message(at(THERE, 20))).isEmpty();
    }

    @Test
    void a_tenant_has_a_rate_of_its_own_over_all_addresses() {
        assertThat(IntStream.range(0, 20))
                .allMatch(i -> byTenant.message(at("10.0.0." + i, i)).isEmpty());
        assertThat(byTenant.message(at(THERE, 20)))
                .hasValueSatisfying(wait -> assertThat(wait.own()).isFalse());
        assertThat(byTenant.message(new Party("x", "lab", PLENTY, THERE))).isEmpty();
    }

    @Test
    void who_is_refused_for_others_keeps_what_is_its_own() {
        assertThat(IntStream.range(0, 20))
                .allMatch(i -> byAddress.message(at(HERE, i)).isEmpty());
        var party = new Party("late", "shoes", ONE_AT_ONCE, HERE);
        assertThat(byAddress.message(party)).isPresent();
        assertThat(byAddress.message(party))
                .hasValueSatisfying(wait -> assertThat(wait.own()).isFalse());
        assertThat(byAddress.message(new Party("late", "shoes", ONE_AT_ONCE, THERE)))
                .isEmpty();
    }

    @Test
    void a_tenants_settings_go_before_the_nodes() {
        var limits = new Limits(6000, 1000, 10, 1, 6000);
        var party = new Party("a", "shoes", limits, THERE);
        assertThat(narrow.enter(party)).isTrue();
        assertThat(narrow.enter(party)).isFalse();
        assertThat(IntStream.range(0, 100))
                .allMatch(i -> narrow.message(new Party("a", "shoes", limits, Address.UNLIMITED))
                        .isEmpty());
    }

    @Test
    void an_address_knocks_only_so_often() {
        assertThat(IntStream.range(0, 5)).allMatch(i -> narrow.knock(HERE).isEmpty());
        assertThat(narrow.knock(HERE)).isPresent();
        assertThat(narrow.knock(THERE)).isEmpty();
        assertThat(IntStream.range(0, 50))
                .allMatch(i -> narrow.knock(Address.UNLIMITED).isEmpty());
    }

    @Test
    void an_address_and_a_tenant_hold_only_so_many_sockets_until_some_are_closed() {
        assertThat(narrow.enter(at(HERE, 1))).isTrue();
        assertThat(narrow.enter(at(HERE, 2))).isTrue();
        assertThat(narrow.hasRoom(at(HERE, 3))).isFalse();
        assertThat(narrow.enter(at(HERE, 3))).isFalse();
        assertThat(narrow.enter(at(THERE, 3))).isTrue();
        assertThat(narrow.hasRoom(at("203.0.113.3", 4))).isFalse();
        assertThat(narrow.enter(at("203.0.113.3", 4))).isFalse();

        narrow.leave(at(HERE, 1));

        assertThat(narrow.hasRoom(at(HERE, 3))).isTrue();
        assertThat(narrow.enter(at(HERE, 3))).isTrue();
    }

    private static Party at(String address, int client) {
        return new Party("client-" + client, "shoes", PLENTY, address);
    }

    private static Party party(String client, Limits limits) {
        return new Party(client, "shoes", limits, HERE);
    }
}
