package io.parley.ingress.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.channels.Account;
import io.parley.channels.Person;
import io.parley.schemas.aliases.Aliases;
import io.parley.schemas.avro.ClientAlias;
import io.parley.schemas.avro.SystemEvent;
import io.parley.schemas.wire.AvroWire;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class PersonsTest {

    private static final Account ACCOUNT = new Account("t", "a", "fake", JsonNodeFactory.instance.objectNode());
    private static final Person NUMBER = Person.ofSecondary("100");
    private static final Person BOTH = new Person(List.of("AR.1", "100"), null);

    private final Aliases known = new Aliases();
    private long offset;

    /// Avro trusts the records once the wire format has been used.
    @BeforeAll
    static void trust() {
        assertThat(new AvroWire<>(SystemEvent.class)).isNotNull();
    }

    @Test
    void somebody_with_one_id_is_a_client_of_it_and_nothing_is_learnt() {
        assertThat(meet(Person.of("7"))).isEqualTo("t:a:7");
        assertThat(offset).isZero();
    }

    @Test
    void a_number_first_and_both_later_are_one_client() {
        assertThat(meet(NUMBER)).isEqualTo("t:a:100");
        assertThat(meet(BOTH)).isEqualTo("t:a:100");
        assertThat(meet(Person.of("AR.1"))).isEqualTo("t:a:100");
    }

    @Test
    void both_first_and_the_number_later_are_one_client() {
        assertThat(meet(BOTH)).isEqualTo("t:a:AR.1");
        assertThat(meet(NUMBER)).isEqualTo("t:a:AR.1");
        assertThat(meet(Person.of("AR.1"))).isEqualTo("t:a:AR.1");
    }

    @Test
    void what_is_known_is_not_written_again() {
        meet(NUMBER);
        meet(BOTH);
        var written = offset;
        meet(BOTH);
        meet(NUMBER);
        assertThat(offset).isEqualTo(written);
    }

    @Test
    void people_of_one_request_know_each_other() {
        var persons = new Persons(ACCOUNT, known, Instant.EPOCH);
        assertThat(persons.meet(NUMBER)).isEqualTo("t:a:100");
        assertThat(persons.meet(BOTH)).isEqualTo("t:a:100");
        assertThat(persons.meet(NUMBER)).isEqualTo("t:a:100");
        assertThat(persons.learnt()).hasSize(2);
    }

    @Test
    void who_gets_anothers_number_does_not_get_their_conversation() {
        meet(BOTH);
        var heir = new Person(List.of("AR.2", "100"), null);
        assertThat(meet(heir)).isEqualTo("t:a:AR.2");
        assertThat(meet(NUMBER)).isEqualTo("t:a:AR.2");
        assertThat(meet(Person.of("AR.1"))).isEqualTo("t:a:AR.1");
    }

    @Test
    void a_receipt_teaches_nothing() {
        var persons = new Persons(ACCOUNT, known, Instant.EPOCH);
        assertThat(persons.clientOf(BOTH)).isEqualTo("t:a:AR.1");
        assertThat(persons.learnt()).isEmpty();
    }

    @Test
    void who_moves_keeps_the_client_and_is_reached_at_the_new_id() {
        move("-1", "-100", 1);
        assertThat(meet(Person.of("-100"))).isEqualTo("t:a:-1");
        assertThat(known.currentExternalId("t:a:-1")).contains("-100");
    }

    @Test
    void a_move_that_is_delivered_again_after_a_later_one_changes_nothing() {
        move("1", "2", 1);
        move("2", "3", 2);
        move("1", "2", 1);
        assertThat(known.currentExternalId("t:a:1")).contains("3");

        move("3", "2", 3);
        assertThat(known.currentExternalId("t:a:1")).contains("2");
    }

    @Test
    void a_thread_is_a_conversation_of_its_own() {
        assertThat(meet(Person.of("7").in("9"))).isEqualTo("t:a:7:9");
    }

    private String meet(Person person) {
        var persons = new Persons(ACCOUNT, known, Instant.EPOCH);
        var client = persons.meet(person);
        persons.learnt().forEach(this::apply);
        return client;
    }

    private void move(String from, String to, long second) {
        var persons = new Persons(ACCOUNT, known, Instant.EPOCH);
        assertThat(persons.move(Person.of(from), to, Instant.ofEpochSecond(second)))
                .matches("t:a:-?1");
        persons.learnt().forEach(this::apply);
    }

    private void apply(ClientAlias alias) {
        known.apply(offset++, alias.getAlias(), alias);
    }
}
