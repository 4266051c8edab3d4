package io.parley.agent.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ChangesTest {

    private static JsonNode json(String text) {
        return JsonMapper.builder().build().readTree(text.replace('\'', '"'));
    }

    @Test
    void changed_fields_are_named_and_what_they_say_is_not() {
        var before = json("{'agent': {'system-prompt': 'a', 'api-key': 'x', 'tools': ['orders']},"
                + " 'channels': [{'id': 'web', 'burst': {'quiet': '1s'}}, {'id': 'old'}]}");
        var after = json("{'agent': {'system-prompt': 'b', 'api-key': 'y', 'tools': ['orders', 'handoff']},"
                + " 'channels': [{'id': 'web', 'burst': {'quiet': '2s'}}], 'budget': {'money-per-day': 1}}");
        assertThat(Changes.between(before, after))
                .containsExactly(
                        "agent.api-key",
                        "agent.system-prompt",
                        "agent.tools",
                        "budget.money-per-day",
                        "channels.old.id",
                        "channels.web.burst.quiet");
        assertThat(Changes.between(before, before)).isEmpty();
    }

    /// Cases of RFC 7396, appendix A.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'a':'b'}                | {'a':'c'}              | {'a':'c'}
            {'a':'b'}                | {'b':'c'}              | {'a':'b','b':'c'}
            {'a':'b'}                | {'a':null}             | {}
            {'a':['b']}              | {'a':'c'}              | {'a':'c'}
            {'a':{'b':'c'}}          | {'a':{'b':'d','c':null}} | {'a':{'b':'d'}}
            {'a':[{'b':'c'}]}        | {'a':[1]}              | {'a':[1]}
            {'e':null}               | {'a':1}                | {'e':null,'a':1}
            [1,2]                    | {'a':'b','c':null}     | {'a':'b'}
            {}                       | {'a':{'bb':{'ccc':null}}} | {'a':{'bb':{}}}
            """)
    void a_merge_patch_changes_what_it_names(String target, String patch, String result) {
        assertThat(Changes.merge(json(target), json(patch))).isEqualTo(json(result));
    }
}
