package io.parley.agent.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.parley.agent.Installed;
import io.parley.channels.Channels;
import io.parley.channels.Field;
import io.parley.channels.scripted.ScriptedChannel;
import io.parley.schemas.settings.TenantDocument;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantsFileTest {

    private static final String SMALLEST = "tenants: [{id: shoes, channels: [{id: shoes-web, kind: web}]}]";

    private static final Channels CHANNELS = new Channels(List.of(
            ScriptedChannel.withFields(
                    "telegram", Field.text("bot-token"), Field.text("webhook-secret"), Field.flag("drafts")),
            ScriptedChannel.withFields("http", Field.text("secret"), Field.url("callback-url"))));

    private static TenantsFile read(String yaml) {
        return TenantsFile.read(Installed.tenantsFile(yaml), Map.of("TOKEN", "123:abc", "ON", "false")::get, CHANNELS);
    }

    @Test
    void one_tenant_with_one_channel_and_nothing_else_is_valid() {
        assertThat(read(SMALLEST).tenants()).hasSize(1);
    }

    @Test
    void every_field_of_the_contract_is_known() {
        var file = read("""
                tenants:
                  - id: shoes
                    name: Zapatos
                    language: es
                    channels:
                      - {id: shoes-web, kind: web, guests: open, allowed-origins: ["*"],
                         jwt: {secrets: ["${SECRET:}"], jwks-url: "", issuer: "", audience: "", leeway: 30s}}
                      - {id: shoes-telegram, kind: telegram, bot-token: "${TOKEN}", webhook-secret: "s3cret", drafts: true,
                         burst: {quiet: 2s, cap: 8s}, on-unknown: resend, limits: {per-second: 30}}
                      - {id: shoes-whatsapp, kind: whatsapp, phone-number-id: "1064", access-token: "x",
                         app-secret: "x", verify-token: "x", template: "x"}
                      - {id: shoes-ycloud, kind: ycloud, phone-number: "+549", api-key: "x", webhook-secret: "whsec_x"}
                      - {id: shoes-api, kind: http, secret: "x", callback-url: "http://localhost:9999/replies"}
                      - {id: shoes-pigeon, kind: pigeon, loft: 7}
                    agent:
                      system-prompt: "Sell."
                      model: m
                      base-url: http://localhost:1/v1
                      api-key: k
                      temperature: 0.2
                      fallback-model: f
                      transcription-model: t
                      vision: true
                      max-steps: 8
                      turn-timeout: 60s
                      memory-messages: 20
                      tools: [products, orders, appointments, knowledge, handoff]
                      agenda: {open: {mon-fri: "09:00-13:00, 15:00-19:00", sat: "10:00-14:00"}, slot: 20m, resources: 2, ahead: 30d}
                      mcp-servers: [{name: a, url: "http://x"}, {name: b, command: [run, it]}]
                      on-new-message: interrupt
                      catalogue: {kind: local}
                      canary: {share: 0.0, system-prompt: ""}
                    budget: {tokens-per-day: 2000000, money-per-day: 20.0}
                    handoff: {silence: 24h, sliding: false, email: "team@shoes.example", message: "x"}
                    limits: {messages-per-minute: 30, burst: 10, connections-per-user: 10}
                    enabled: ${ON:true}
                """);
        var shoes = file.tenants().getFirst();
        assertThat(shoes.path("channels").get(1).path("bot-token").asString()).isEqualTo("123:abc");
        assertThat(shoes.path("channels")
                        .get(0)
                        .path("jwt")
                        .path("secrets")
                        .get(0)
                        .asString())
                .isEmpty();
        assertThat(shoes.path("enabled").isBoolean()).isTrue();
        assertThat(shoes.path("enabled").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {id: Shoes, channels: [{id: a, kind: web}]}                                | tenants[0].id: must be 1 to 40
            {channels: [{id: a, kind: web}]}                                           | tenants[0]: lacks 'id'
            {id: s, chanels: [], channels: [{id: a, kind: web}]}                       | tenants[0]: unknown key 'chanels'
            {id: s, channels: []}                                                      | tenants[0].channels: must name at least one
            {id: s, channels: [{id: a, kind: web}, {id: a, kind: http}]}               | tenants[0].channels[1].id: 'a' is taken by
            {id: s, channels: [{id: a, kind: web, guests: some}]}                      | channels[0].guests: must be one of open, token, none
            {id: s, channels: [{id: a, kind: web, bot-token: x}]}                      | unknown key 'bot-token'
            {id: s, channels: [{id: a, kind: web}], agent: {turn-timeout: 60}}         | agent.turn-timeout: must be a time such as
            {id: s, channels: [{id: a, kind: web}], agent: {on-new-message: drop}}     | agent.on-new-message: must be one of
            {id: s, channels: [{id: a, kind: web}], agent: {memory-messages: many}}    | agent.memory-messages: must be a number
            {id: s, channels: [{id: a, kind: web}], agent: {agenda: {open: {monday: '09:00-18:00'}}}} | agent.agenda.open: unknown key 'monday'
            {id: s, channels: [{id: a, kind: web}], agent: {agenda: {open: {sat: '18:00-09:00'}}}}    | agenda.open.sat: must be hours such as
            {id: s, channels: [{id: a, kind: web}], agent: {agenda: {open: {sat: '09-18'}}}}          | agenda.open.sat: must be hours such as
            {id: s, channels: [{id: a, kind: web}], agent: {agenda: {slot: 1m}}}       | agenda.slot: must be a time from 5m to 1d
            {id: s, channels: [{id: a, kind: web}], agent: {agenda: {resources: 0}}}   | agenda.resources: must be a whole number
            {id: s, channels: [{id: a, kind: web}], enabled: perhaps}                  | enabled: must be true or false
            {id: s, channels: [{id: a, kind: telegram, bot-token: '${NOBODY}'}]}       | bot-token: the environment has no NOBODY
            {id: s, channels: [{id: a, kind: http, callback-url: ftp}]}                | callback-url: must be an address
            {id: s, channels: [{id: a, kind: telegram, drafts: often}]}                | drafts: must be true or false
            {id: s, channels: [{id: a, kind: telegram, callback-url: 'http://x'}]}     | unknown key 'callback-url'
            """)
    void what_is_wrong_is_said_in_one_line_with_its_place(String tenant, String complaint) {
        assertThatExceptionOfType(InvalidTenantsFile.class)
                .isThrownBy(() -> read("tenants:\n  - " + tenant))
                .satisfies(e -> assertThat(e.getMessage()).contains(complaint).doesNotContain("\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tenants: []                  | a list of at least one
            tenants: {                   | not YAML
            shops: []                    | must begin with 'tenants:'
            """)
    void a_file_of_another_kind_is_refused(String yaml, String complaint) {
        assertThatExceptionOfType(InvalidTenantsFile.class)
                .isThrownBy(() -> read(yaml))
                .withMessageContaining(complaint);
    }

    @Test
    void tenants_and_keys_that_stand_twice_are_refused() {
        assertThatExceptionOfType(InvalidTenantsFile.class)
                .isThrownBy(() -> read("tenants: [{id: s, channels: [{id: a, kind: web}]},"
                        + " {id: s, channels: [{id: b, kind: web}]}]"))
                .withMessageContaining("tenants[1].id: 's' is taken by");
        assertThatExceptionOfType(InvalidTenantsFile.class)
                .isThrownBy(() -> read("tenants: [{id: s, id: t, channels: [{id: a, kind: web}]}]"))
                .withMessageContaining("duplicate key id");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatExceptionOfType(InvalidTenantsFile.class)
                .isThrownBy(() -> TenantsFile.read(Path.of("/nowhere/tenants.yml"), name -> null, CHANNELS))
                .withMessageContaining("/nowhere/tenants.yml: there is no such file");
    }

    @Test
    void the_hash_follows_the_content() {
        assertThat(read(SMALLEST).hash())
                .isEqualTo(read("# a remark\n" + SMALLEST).hash());
        assertThat(read(SMALLEST).hash())
                .isNotEqualTo(
                        read(SMALLEST.replace("web}", "web, guests: open}")).hash());
    }

    @Test
    void what_the_file_does_not_say_has_a_default_and_channels_win_over_the_tenant() {
        var settings = settings("tenants: [{id: s, burst: {quiet: 1s}, channels: [{id: a, kind: web},"
                + " {id: b, kind: telegram, burst: {quiet: 5s, cap: 9s}}]}]");
        assertThat(settings.quiet("a", "web")).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.quiet("b", "telegram")).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.cap("a")).isEqualTo(Duration.ofSeconds(8));
        assertThat(settings.cap("b")).isEqualTo(Duration.ofSeconds(9));
        var bare = settings(SMALLEST);
        assertThat(bare.quiet("shoes-web", "web")).isEqualTo(Duration.ofMillis(300));
        assertThat(bare.quiet("x", "whatsapp")).isEqualTo(Duration.ofSeconds(2));
        assertThat(bare.onNewMessage()).isEqualTo(OnNewMessage.INTERRUPT);
        assertThat(bare.memoryMessages()).isEqualTo(20);
        assertThat(bare.turnTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(bare.silence()).isEqualTo(Duration.ofHours(24));
        assertThat(bare.language()).isEqualTo("en");
    }

    @Test
    void an_agenda_has_office_hours_unless_the_tenant_says_when_it_is_open() {
        var bare = settings(SMALLEST).agenda();
        assertThat(bare.open().keySet())
                .containsExactlyInAnyOrderElementsOf(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));
        assertThat(bare.open().get(DayOfWeek.MONDAY)).containsExactly(new Agenda.Hours(9 * 60, 18 * 60));
        assertThat(bare.slot()).isEqualTo(Duration.ofMinutes(30));
        assertThat(bare.resources()).isEqualTo(1);
        assertThat(bare.ahead()).isEqualTo(Duration.ofDays(60));
        var own = settings("tenants: [{id: s, channels: [{id: a, kind: web}], agent: {agenda: {resources: 3,"
                        + " slot: 1h, open: {sat-sun: '00:00-24:00', tue: '09:00-13:00, 15:00-19:30'}}}}]")
                .agenda();
        assertThat(own.open())
                .containsOnlyKeys(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY, DayOfWeek.TUESDAY)
                .containsEntry(DayOfWeek.SUNDAY, List.of(new Agenda.Hours(0, 1440)))
                .containsEntry(DayOfWeek.TUESDAY, List.of(new Agenda.Hours(540, 780), new Agenda.Hours(900, 1170)));
        assertThat(own.resources()).isEqualTo(3);
    }

    private static AgentSettings settings(String yaml) {
        return new AgentSettings(
                new TenantDocument("s", "v1", 0, read(yaml).tenants().getFirst()));
    }
}
