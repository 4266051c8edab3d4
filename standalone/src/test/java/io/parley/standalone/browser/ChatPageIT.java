package io.parley.standalone.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.parley.standalone.ChildJvm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The demo page in a real browser against the whole system in one JVM: real Kafka, real PostgreSQL, stand-in model.
/// Pictures of what a person saw are left in `target/pictures`.
@Tag("slow")
class ChatPageIT {

    private static final Path PICTURES = Path.of("target", "pictures");
    private static final String RUN_AXE = """
            async () => (await axe.run()).violations.map((violation) => violation.id + ": " + violation.nodes.map((node) => node.target).join(", "))""";

    @TempDir
    private static Path data;

    private static Chromium chromium;
    private static DemoSystem system;
    private static String axe;

    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        chromium = Chromium.start();
        system = DemoSystem.start(data);
        try (InputStream script = ChatPageIT.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
        Files.createDirectories(PICTURES);
    }

    @AfterAll
    static void stop() throws IOException {
        if (chromium != null) {
            chromium.close();
        }
        if (system != null) {
            system.close();
        }
    }

    @AfterEach
    void close() {
        system.line().mend();
        contexts.forEach(BrowserContext::close);
    }

    @Test
    void an_answer_is_seen_being_written_and_stays_as_it_was_written() {
        var chat = open(visitor(1280, ColorScheme.LIGHT));

        chat.say("¿Cómo se limpia y se nutre el cuero?");
        chat.page().waitForCondition(() -> chat.streamed().length() > 20);
        String part = chat.streamed();
        picture(chat, "streaming");
        chat.awaitRest();
        picture(chat, "answered");

        assertThat(chat.said()).hasSize(2);
        assertThat(chat.said().getFirst()).isEqualTo("you: ¿Cómo se limpia y se nutre el cuero?");
        assertThat(chat.said().getLast())
                .contains("crema para cuero Lustre", "(Fuente: cuidado.html)")
                .hasSizeGreaterThan(part.length());
        assertThat(chat.said().getLast()).startsWith("agent: " + part.substring(0, 20));
        assertThat(complaints).isEmpty();
    }

    @Test
    void products_are_cards_with_pictures_and_a_pressed_button_says_what_stands_on_it() {
        var chat = open(visitor(1280, ColorScheme.LIGHT));

        chat.say("¿Tienen botas de cuero?");
        chat.page().locator(".choice").first().waitFor();
        chat.awaitRest();
        picture(chat, "cards");

        assertThat(chat.page().locator(".extra img").count()).isBetween(1, 3);
        chat.page()
                .waitForFunction(
                        "() => [...document.querySelector('.parley-chat').shadowRoot.querySelectorAll('.extra img')]"
                                + ".every((picture) => picture.complete && picture.naturalWidth > 0)");
        assertThat(chat.said()).anySatisfy(text -> assertThat(text).contains("Bota Andes", "149"));

        chat.page().locator(".choice").getByText("Ver más productos").click();
        chat.page().waitForCondition(() -> chat.said().contains("you: Ver más productos"));
        awaitAnswerTo(chat, "you: Ver más productos");
    }

    @Test
    void two_tabs_show_the_same_conversation_the_own_words_included() {
        var visitor = visitor(1280, ColorScheme.LIGHT);
        var one = open(visitor);
        var two = open(visitor);

        one.say("¿Cuánto cuesta el envío?");
        two.page().waitForCondition(() -> !two.streamed().isEmpty());
        await(one, 2);
        two.say("¿Y el retiro en la tienda?");
        await(one, 4);
        await(two, 4);

        assertThat(one.said()).isEqualTo(two.said());
        assertThat(one.said()).element(2).isEqualTo("you: ¿Y el retiro en la tienda?");
    }

    @Test
    void a_connection_cut_while_the_answer_is_written_loses_and_doubles_nothing() throws IOException {
        var visitor = visitor(1280, ColorScheme.LIGHT);
        var chat = open(visitor);
        chat.say("¿A qué hora abren los sábados?");
        chat.page().waitForCondition(() -> !chat.streamed().isEmpty());

        system.line().cut();
        chat.page().locator(".dot[data-state=waiting]").waitFor();
        chat.say("¿Y los domingos?");
        chat.page().locator(".icon-pending").waitFor();
        picture(chat, "cut");
        system.line().mend();
        awaitAnswerTo(chat, "you: ¿Y los domingos?");

        var witness = open(visitor);
        awaitAnswerTo(witness, "you: ¿Y los domingos?");
        chat.page().waitForCondition(() -> chat.said().equals(witness.said()));
        assertThat(chat.said()).doesNotHaveDuplicates();
        assertThat(chat.said())
                .filteredOn(text -> text.startsWith("you:"))
                .containsExactly("you: ¿A qué hora abren los sábados?", "you: ¿Y los domingos?");
    }

    @Test
    void a_reload_shows_the_history() {
        var chat = open(visitor(1280, ColorScheme.LIGHT));
        chat.say("¿Dónde está mi pedido 1002? Soy bruno@example.com");
        await(chat, 2);
        var before = chat.said();

        chat.page().reload();
        chat.online();

        chat.awaitSaid(before);
        assertThat(before.getLast()).contains("1002", "en preparación");
    }

    @Test
    void stop_ends_the_answer() {
        var chat = open(visitor(1280, ColorScheme.LIGHT));
        chat.say("¿Cómo se limpia y se nutre el cuero?");
        chat.page().waitForCondition(() -> !chat.streamed().isEmpty());

        chat.page().locator(".stop").click();

        chat.page().locator(".log .cancelled").waitFor();
        chat.awaitRest();
        assertThat(chat.said()).hasSize(2);
    }

    @Test
    void the_two_companies_know_nothing_of_each_other() {
        var visitor = visitor(1280, ColorScheme.LIGHT);
        var shoes = open(visitor);
        var lab = openAt(visitor, "/?tenant=lab");

        lab.say("What is the state of order L-2002? I am bob@example.com");
        await(lab, 2);

        assertThat(lab.said().getLast()).contains("L-2002", "in the laboratory");
        assertThat(shoes.said()).isEmpty();
    }

    @Test
    void everything_can_be_done_with_the_keyboard() {
        var chat = openAt(visitor(1280, ColorScheme.LIGHT), "/demo/embedded.html?tenant=lab");
        Page page = chat.page();
        page.locator(".launcher").focus();
        page.keyboard().press("Enter");
        chat.online();
        assertThat(focused(page)).isEqualTo("field");

        page.keyboard().type("When are you");
        page.keyboard().press("Shift+Enter");
        page.keyboard().type("open on Friday?");
        page.keyboard().press("Enter");
        await(chat, 2);
        assertThat(chat.said().getFirst()).isEqualTo("you: When are you\nopen on Friday?");
        picture(chat, "bubble");

        page.keyboard().press("Shift+Tab");
        assertThat(focused(page)).isEqualTo("scroller");
        page.keyboard().press("Escape");
        assertThat(focused(page)).isEqualTo("launcher");
        assertThat(page.locator(".panel").isVisible()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1280, LIGHT", "1280, DARK", "360, LIGHT", "360, DARK"})
    void no_accessibility_rule_is_broken_and_nothing_is_cut_off(int width, ColorScheme scheme) {
        var chat = open(visitor(width, scheme));
        chat.say("¿Cómo se limpia y se nutre el cuero?");
        chat.page().waitForCondition(() -> !chat.streamed().isEmpty());
        chat.page().evaluate(axe);
        var whileWriting = chat.page().evaluate(RUN_AXE);
        await(chat, 2);
        chat.say("¿Hay botas de cuero en talle 42?");
        chat.page().locator(".choice").first().waitFor();
        chat.awaitRest();
        chat.page().evaluate("() => document.querySelector('#chat').scrollIntoView()");
        picture(chat, width + "-" + scheme);

        assertThat(whileWriting).isEqualTo(List.of());
        assertThat(chat.page().evaluate(RUN_AXE)).isEqualTo(List.of());
        assertThat(chat.page().evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
    }

    @Test
    void a_bare_web_socket_in_the_console_gets_an_answer() {
        var page = visitor(1280, ColorScheme.LIGHT).newPage();
        page.navigate(system.address("/"));

        var frame = page.evaluate("""
                (address) => new Promise((resolve) => {
                  const socket = new WebSocket(address);
                  socket.onopen = () => socket.send(JSON.stringify({ text: "Hola, ¿qué sandalias tienen?", user_name: "Tester" }));
                  let content = "";
                  socket.onmessage = ({ data }) => {
                    const frame = JSON.parse(data);
                    if (frame.role === "agent") content += frame.content;
                    if (frame.role === "agent" && frame.part === frame.total) resolve({ role: frame.role, content });
                  };
                })""", system.address("/ws/chat/test_user_01").replaceFirst("http", "ws"));

        assertThat(frame)
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("role", "agent")
                .hasEntrySatisfying(
                        "content", content -> assertThat((String) content).contains("Costa"));
    }

    @Test
    void the_terminal_chat_answers_a_script() throws Exception {
        Path script =
                Files.writeString(data.resolve("script.txt"), "¿Cuánto cuesta el envío?\n{\"type\":\"get_status\"}\n");

        try (var chat = ChildJvm.start("chat", "--script", script.toString(), "--timeout", "30", system.address("/"))) {
            assertThat(chat.awaitExit()).isZero();
            assertThat(chat.output())
                    .contains(
                            "\"type\":\"accepted\"",
                            "\"type\":\"status\"",
                            "\"role\":\"agent\"",
                            "\"type\":\"completed\"");
        }
    }

    private BrowserContext visitor(int width, ColorScheme scheme) {
        var context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, 800)
                        .setColorScheme(scheme)
                        .setBypassCSP(true));
        contexts.add(context);
        context.onWebError(error -> complaints.add(error.error()));
        context.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        return context;
    }

    private static ChatPage open(BrowserContext visitor) {
        return openAt(visitor, "/?tenant=shoes").online();
    }

    private static ChatPage openAt(BrowserContext visitor, String path) {
        return ChatPage.open(visitor.newPage(), system.address(path));
    }

    /// Waits until so many bubbles stand there and nothing runs.
    private static void await(ChatPage chat, int bubbles) {
        chat.page().waitForCondition(() -> chat.said().size() == bubbles);
        chat.awaitRest();
    }

    /// Waits until an answer stands behind these words and nothing runs. It may be one answer to several messages.
    private static void awaitAnswerTo(ChatPage chat, String words) {
        chat.page().waitForCondition(() -> {
            var said = chat.said();
            return said.contains(words) && said.getLast().startsWith("agent: ");
        });
        chat.awaitRest();
    }

    private static Object focused(Page page) {
        return page.evaluate("""
                () => {
                  const element = document.querySelector(".parley-chat").shadowRoot.activeElement;
                  return element?.id || element?.className;
                }""");
    }

    private static void picture(ChatPage chat, String name) {
        chat.page().screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }
}
