package io.parley.agent.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.AgentProperties;
import io.parley.agent.Installed;
import io.parley.agent.Worker;
import io.parley.channels.Channels;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.settings.TenantSettingsFeed;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Settings that are changed while everything runs.
class SettingsEditsIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PATH = "/v1/tenants/edited/settings";
    private static final String PATCH = "application/merge-patch+json";
    private static final Installed INSTALLED = Installed.shared();

    private final Worker worker = INSTALLED.worker();

    private static JsonNode body(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private JsonNode get(String path) throws Exception {
        return body(worker.get(path, "Authorization", "Bearer admin"));
    }

    private HttpResponse<String> put(String type, String document) throws Exception {
        return worker.put(
                PATH, document, "Authorization", "Bearer admin", "Content-Type", type, "Parley-Author", "olga");
    }

    private String prompt(String prompt) throws Exception {
        return body(put(PATCH, "{\"agent\": {\"system-prompt\": \"" + prompt + "\"}}"))
                .path("version")
                .asString();
    }

    /// Sends a message, and returns the answer and with which system prompt the model was asked.
    private static AgentReply ask(String name) {
        var client = "edited:edited-web:g." + name;
        INSTALLED.send(Installed.message(client, name, name));
        return INSTALLED.awaitReply(client, entry -> entry.getAuthor() == Author.AGENT);
    }

    private static String askedWith(String name) {
        return INSTALLED
                .provider()
                .requests(name)
                .getFirst()
                .path("messages")
                .get(0)
                .path("content")
                .asString("");
    }

    @Test
    void the_next_turn_uses_the_new_prompt_and_its_entry_says_so() throws Exception {
        // given
        ask("with-the-first-prompt");
        // when
        var version = prompt("Be kind.");
        // then
        var answer = ask("with-the-second-prompt");
        assertThat(askedWith("with-the-second-prompt")).isEqualTo("Be kind.");
        assertThat(answer.getSettingsVersion()).contains(version);
        var now = get(PATH);
        assertThat(now.path("version").asString()).isEqualTo(version);
        assertThat(now.path("author").asString()).isEqualTo("olga");
        var versions = get(PATH + "/versions");
        assertThat(versions.get(0).path("current").asBoolean()).isTrue();
        assertThat(versions.get(0).path("changed").get(0).asString()).isEqualTo("agent.system-prompt");
        assertThat(versions.get(versions.size() - 1).path("author").asString()).isEqualTo("tenants-file");
        var first = versions.get(versions.size() - 1).path("version").asString();
        assertThat(get(PATH + "/versions/" + first)
                        .path("settings")
                        .path("agent")
                        .path("system-prompt")
                        .asString())
                .isEqualTo("Be short.");
    }

    @Test
    void secrets_are_masked_and_what_comes_back_masked_stays() throws Exception {
        // given
        var shown = get(PATH).path("settings");
        assertThat(shown.toString()).doesNotContain("sk-edited", "first-secret").contains("********");
        // when
        var document = shown.toString().replace("\"********0\"", "\"********0\",\"second-secret\"");
        body(put("application/json", document));
        // then
        var stored = worker.bean(TenantSettingsFeed.class)
                .current("edited")
                .orElseThrow()
                .document();
        assertThat(stored.path("agent").path("api-key").asString()).isEqualTo("sk-edited");
        assertThat(stored.path("channels").get(0).path("jwt").path("secrets").toString())
                .isEqualTo("[\"first-secret\",\"second-secret\"]");
        for (var record : INSTALLED.raw("tenant-settings")) {
            assertThat(new String(record.value() == null ? new byte[0] : record.value(), StandardCharsets.UTF_8))
                    .doesNotContain("sk-edited", "first-secret", "second-secret");
        }
    }

    @Test
    void who_has_seen_another_version_changes_nothing() throws Exception {
        // given
        var seen = get(PATH).path("version").asString();
        var newer = prompt("Newer than " + seen);
        // when
        var late = worker.put(
                PATH,
                "{\"name\": \"late\"}",
                "Authorization",
                "Bearer admin",
                "Content-Type",
                PATCH,
                "If-Match",
                "\"" + seen + "\"");
        // then
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(get(PATH).path("version").asString()).isEqualTo(newer);
    }

    @Test
    void a_change_that_changes_nothing_makes_no_version_and_one_that_is_undone_makes_a_new_one() throws Exception {
        var one = prompt("One.");
        assertThat(prompt("One.")).isEqualTo(one);
        prompt("Two.");
        assertThat(prompt("One.")).isNotEqualTo(one);
    }

    @Test
    void a_restart_with_the_same_tenants_file_keeps_the_change() throws Exception {
        // given
        var version = prompt("After the file.");
        var feed = worker.bean(TenantSettingsFeed.class);
        var file = TenantsFile.read(
                Path.of(worker.bean(AgentProperties.class).tenantsFile()),
                worker.bean(Environment.class)::getProperty,
                worker.bean(Channels.class));
        // when
        new SettingsImport(
                        worker.bean(SettingsPublisher.class),
                        feed,
                        SettingsConfiguration.importMemory(worker.bean(JdbcTemplate.class)),
                        worker.bean(Clock.class))
                .run(file);
        // then
        assertThat(feed.current("edited").orElseThrow().version()).isEqualTo(version);
    }

    @Test
    void a_prompt_on_trial_is_named_in_the_version_that_leads_back_to_it() throws Exception {
        // given
        var canary = "{\"agent\": {\"canary\": {\"share\": %s, \"system-prompt\": \"Sing.\"}}}";
        var version = body(put(PATCH, canary.formatted("1"))).path("version").asString();
        // when
        var answer = ask("on-trial");
        body(put(PATCH, canary.formatted("0")));
        // then
        assertThat(askedWith("on-trial")).isEqualTo("Sing.");
        assertThat(answer.getSettingsVersion()).contains(version + "+canary");
        var settings = worker.bean(CurrentSettings.class);
        assertThat(settings.version("edited", version + "+canary").orElseThrow())
                .satisfies(then -> assertThat(then.systemPrompt()).isEqualTo("Sing."))
                .satisfies(then -> assertThat(then.version()).isEqualTo(version + "+canary"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'agent': {'temperature': 3}}                        | edited.agent.temperature: must be a number
            {'agnet': {}}                                        | unknown key 'agnet'
            {'id': 'shoes'}                                      | edited.id: must be 'edited'
            {'channels': []}                                     | must name at least one channel
            {'channels': [{'id': 'shoes-web', 'kind': 'web'}]}   | 'shoes-web' is taken by another channel
            {'handoff': {'password': '********'}}                | handoff/password: there is no secret to keep
            """)
    void what_the_tenants_file_may_not_say_a_change_may_not_either(String patch, String complaint) throws Exception {
        var before = get(PATH).path("version").asString();
        var answer = put(PATCH, patch.replace('\'', '"'));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("error").asString()).contains(complaint);
        assertThat(get(PATH).path("version").asString()).isEqualTo(before);
    }

    @Test
    void nobody_without_the_token_and_no_unknown_tenant() throws Exception {
        assertThat(worker.get(PATH).statusCode()).isEqualTo(401);
        assertThat(worker.put(PATH, "{}", "Content-Type", PATCH).statusCode()).isEqualTo(401);
        assertThat(worker.get("/v1/tenants/nobody/settings", "Authorization", "Bearer admin")
                        .statusCode())
                .isEqualTo(404);
        assertThat(put("application/json", "{no json").statusCode()).isEqualTo(400);
    }
}
