package io.parley.ingress.ws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The files of the demo page and the widget, as a browser gets them.
class PageIT {

    @Test
    void any_site_may_load_the_widget_and_our_page_loads_nothing_foreign() throws Exception {
        var node = Node.shared();
        var loader = node.get("/parley-chat.js", "Origin", "https://shop.example");
        var module = node.get("/parley/widget.js", "Origin", "https://shop.example");
        var page = node.get("/");

        assertThat(loader.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(module.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(module.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/javascript");
        assertThat(module.headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(page.body()).contains("parley-chat.js");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("script-src 'self';")
                .doesNotContain("unsafe-inline");
    }
}
