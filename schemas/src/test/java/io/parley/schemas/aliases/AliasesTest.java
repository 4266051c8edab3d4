package io.parley.schemas.aliases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.schemas.avro.ClientAlias;
import io.parley.schemas.wire.AvroWire;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AliasesTest {

    private static final String CLIENT = "shoes:chat:1";

    private final Aliases aliases = new Aliases();
    private long offset;

    /// Avro trusts the records once the wire format has been used.
    @BeforeAll
    static void trust() {
        assertThat(new AvroWire<>(ClientAlias.class)).isNotNull();
    }

    @Test
    void an_alias_names_the_client() {
        apply("shoes:chat:2", CLIENT, Aliases.SAME_PERSON);
        assertThat(aliases.clientIdOf("shoes:chat:2")).contains(CLIENT);
        assertThat(aliases.clientIdOf("shoes:chat:3")).isEmpty();
    }

    @Test
    void a_client_is_reached_where_it_has_moved_last() {
        apply("shoes:chat:2", CLIENT, Aliases.MOVED);
        apply("shoes:chat:-3", CLIENT, Aliases.MOVED);
        assertThat(aliases.currentExternalId(CLIENT)).contains("-3");

        apply("shoes:chat:2", CLIENT, Aliases.MOVED);
        assertThat(aliases.currentExternalId(CLIENT)).contains("2");
    }

    @Test
    void a_second_id_of_the_same_person_does_not_redirect_what_is_sent() {
        apply("shoes:chat:2", CLIENT, Aliases.SAME_PERSON);
        assertThat(aliases.currentExternalId(CLIENT)).isEmpty();

        apply("shoes:chat:3", CLIENT, Aliases.MOVED);
        apply("shoes:chat:4", CLIENT, Aliases.SAME_PERSON);
        assertThat(aliases.currentExternalId(CLIENT)).contains("3");
    }

    @Test
    void an_alias_that_belongs_to_another_now_reaches_the_first_no_more() {
        apply("shoes:chat:2", CLIENT, Aliases.MOVED);
        apply("shoes:chat:2", "shoes:chat:9", Aliases.MOVED);
        assertThat(aliases.clientIdOf("shoes:chat:2")).contains("shoes:chat:9");
        assertThat(aliases.currentExternalId(CLIENT)).isEmpty();
        assertThat(aliases.currentExternalId("shoes:chat:9")).contains("2");
    }

    @Test
    void an_alias_taken_away_is_forgotten() {
        apply("shoes:chat:2", CLIENT, Aliases.MOVED);
        aliases.apply(offset++, "shoes:chat:2", null);
        assertThat(aliases.clientIdOf("shoes:chat:2")).isEmpty();
        assertThat(aliases.currentExternalId(CLIENT)).isEmpty();
    }

    @Test
    void a_move_is_known_by_its_time_also_after_a_later_one() {
        apply("shoes:chat:2", CLIENT, Aliases.MOVED);
        apply("shoes:chat:3", CLIENT, Aliases.MOVED);
        assertThat(aliases.isMoveKnown(CLIENT, "shoes:chat:2", Instant.EPOCH)).isTrue();
        assertThat(aliases.isMoveKnown(CLIENT, "shoes:chat:2", Instant.EPOCH.plusSeconds(1)))
                .isFalse();
        assertThat(aliases.isMoveKnown(CLIENT, "shoes:chat:4", Instant.EPOCH)).isFalse();
    }

    @Test
    void a_person_has_another_id_from_the_first_alias_on_that_is_no_move_and_not_the_clients_own() {
        apply(CLIENT, CLIENT, Aliases.SAME_PERSON);
        apply("shoes:chat:2", CLIENT, Aliases.MOVED);
        assertThat(aliases.hasOtherIds(CLIENT)).isFalse();

        apply("shoes:chat:3", CLIENT, Aliases.SAME_PERSON);
        assertThat(aliases.hasOtherIds(CLIENT)).isTrue();

        apply("shoes:chat:3", "shoes:chat:9", Aliases.SAME_PERSON);
        assertThat(aliases.hasOtherIds(CLIENT)).isFalse();
    }

    @Test
    void what_is_no_client_id_changes_nothing() {
        apply("shoes:chat:2", CLIENT, Aliases.MOVED);
        assertThatThrownBy(() -> apply("shoes:chat:2", "nonsense", Aliases.MOVED))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(aliases.clientIdOf("shoes:chat:2")).contains(CLIENT);
    }

    private void apply(String alias, String client, String reason) {
        aliases.apply(
                offset++,
                alias,
                ClientAlias.newBuilder()
                        .setAlias(alias)
                        .setClientId(client)
                        .setReason(reason)
                        .setAt(Instant.EPOCH)
                        .build());
    }
}
