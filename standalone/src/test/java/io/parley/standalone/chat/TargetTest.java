package io.parley.standalone.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetTest {

    @Test
    void the_first_address_asks_for_history_and_a_later_one_for_what_came_after() {
        var target = new Target(Target.server("http://localhost:8080/"), "ana", Optional.of("shoes"), "s1", 20);

        assertThat(target.address(Optional.empty()))
                .hasToString("ws://localhost:8080/ws/chat/ana?tenant=shoes&session=s1&history=20");
        assertThat(target.address(Optional.of("i.7")))
                .hasToString("ws://localhost:8080/ws/chat/ana?tenant=shoes&session=s1&after=i.7");
    }

    @Test
    void a_wrong_address_or_user_is_told_at_once() {
        assertThatIllegalArgumentException().isThrownBy(() -> Target.server("localhost"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Target(Target.server("ws://x"), "a b", Optional.empty(), "s", 0));
    }
}
