package io.parley.channels.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UrlsTest {

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
