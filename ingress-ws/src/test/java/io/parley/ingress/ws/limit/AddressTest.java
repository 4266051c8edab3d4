package io.parley.ingress.ws.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressTest {

    @Test
    void an_ipv4_address_is_one_and_so_is_the_network_of_an_ipv6_line() {
        assertThat(Address.of("203.0.113.7")).isNotEqualTo(Address.of("203.0.113.8"));
        assertThat(Address.of("2001:db8:1:2::1"))
                .isEqualTo(Address.of("[2001:db8:1:2:ffff::9]"))
                .isNotEqualTo(Address.of("2001:db8:1:3::1"));
        assertThat(Address.of("::ffff:203.0.113.7")).isEqualTo(Address.of("203.0.113.7"));
    }

    @Test
    void this_machine_and_what_is_no_address_have_no_limits() {
        assertThat(Address.of("127.0.0.1")).isEqualTo(Address.UNLIMITED);
        assertThat(Address.of("127.1.2.3")).isEqualTo(Address.UNLIMITED);
        assertThat(Address.of("[::1]")).isEqualTo(Address.UNLIMITED);
        assertThat(Address.of("")).isEqualTo(Address.UNLIMITED);
    }
}
