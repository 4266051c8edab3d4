package io.parley.channels.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "127.0.0.1",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "192.0.0.8",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "2130706433",
                "[::1]",
                "[::]",
                "[fe80::1]",
                "[fd00::1]",
                "[::ffff:127.0.0.1]",
                "[::127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::]",
                "[ff02::1]"
            })
    void what_is_not_on_the_internet_is_not_public(String host) throws Exception {
        assertThat(Urls.isPublic(host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "[2606:4700::1111]"})
    void what_is_on_the_internet_is_public(String host) throws Exception {
        assertThat(Urls.isPublic(host)).isTrue();
    }

    @Test
    void only_absolute_urls_of_the_web_are_taken() {
        assertThat(Urls.isHttp("https://shop.example/a?b=c")).isTrue();
        assertThat(Urls.isHttp("HTTP://shop.example")).isTrue();
        assertThat(Urls.isHttp("file:///etc/passwd")).isFalse();
        assertThat(Urls.isHttp("//shop.example/a")).isFalse();
        assertThat(Urls.isHttp("http://a b")).isFalse();
        assertThat(Urls.isHttp("")).isFalse();
    }
}
