package io.parley.standalone.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;

/// The page with the widget, as a person sees it.
record ChatPage(Page page) {

    static ChatPage open(Page page, String address) {
        page.navigate(address);
        page.locator("textarea:visible, .launcher").first().waitFor();
        return new ChatPage(page);
    }

    /// Waits until the connection line says that nothing is missing.
    ChatPage online() {
        page.locator(".dot[data-state=online]").waitFor();
        return this;
    }

    void say(String text) {
        field().fill(text);
        field().press("Enter");
    }

    Locator field() {
        return page.locator("textarea");
    }

    /// What stands in the conversation, who before what: "you: hello", "agent: …".
    @SuppressWarnings("unchecked")
    List<String> said() {
        return (List<String>) page.evaluate("""
                () => [...document.querySelector(".parley-chat").shadowRoot.querySelectorAll(".log .message")]
                    .map((message) => (message.matches(".user") ? "you: " : "agent: ") + message.querySelector(".body").innerText)""");
    }

    void awaitSaid(List<String> expected) {
        page.waitForCondition(() -> said().equals(expected));
    }

    /// The text that is being written just now.
    String streamed() {
        Locator streams = page.locator(".streams .body:has(p, li)");
        return streams.count() == 0 ? "" : streams.first().innerText();
    }

    /// Waits until no turn runs and the own words have been taken.
    ChatPage awaitRest() {
        page.waitForCondition(() -> page.locator(".streams .message").count() == 0
                && page.locator(".log .icon-pending, .log .icon-accepted").count() == 0);
        return this;
    }
}
