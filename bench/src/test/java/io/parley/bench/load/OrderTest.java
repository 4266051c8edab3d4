package io.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OrderTest {

    static List<Order> orders() {
        return List.of(
                new Order.Setup(Dialect.SOCKET_IO, List.of(1, 2), "s", new Order.Share(1, 2), 3, 4),
                new Order.Open(1, 2, 3, 4, false, 5),
                new Order.AwaitEntries(5_000_000_000L, 6),
                new Order.Reset());
    }

    @ParameterizedTest
    @MethodSource("orders")
    void an_order_travels_as_a_line(Order order) {
        assertThat(order.line()).doesNotContain("\n");
        assertThat(Order.parse(order.line())).isEqualTo(order);
    }

    @Test
    void processes_share_all_users_among_them() {
        var first = new Order.Share(0, 2);
        var second = new Order.Share(1, 2);

        assertThat(IntStream.range(0, first.below(7)).map(first::user)).containsExactly(0, 2, 4, 6);
        assertThat(IntStream.range(0, second.below(7)).map(second::user)).containsExactly(1, 3, 5);
        assertThat(second.below(0)).isZero();
    }
}
