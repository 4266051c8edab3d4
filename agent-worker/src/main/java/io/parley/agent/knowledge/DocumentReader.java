package io.parley.agent.knowledge;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.Jsoup;

/// Takes the text out of files. Two at a time: a file of megabytes is unpacked in memory.
final class DocumentReader {

    private static final int AT_A_TIME = 2;
    private static final Pattern FRONT_MATTER = Pattern.compile("\\A---\\R.*?\\R---(?:\\R|\\z)", Pattern.DOTALL);
    private static final Pattern BLANK_LINES = Pattern.compile("\\n[ \\t]*\\n\\s*");

    private final Limits limits;
    private final PdfReader pdf;
    private final Parser markdown = Parser.builder().build();
    private final HtmlRenderer html = HtmlRenderer.builder().build();
    private final Semaphore desks = new Semaphore(AT_A_TIME);

    DocumentReader(Limits limits, Clock clock) {
        this.limits = limits;
        this.pdf = new PdfReader(limits, clock);
    }

    Limits limits() {
        return limits;
    }

    /// @param charset as the file's sender names it
    Manuscript read(Format format, Optional<Charset> charset, byte[] content) throws UnreadableDocument {
        desks.acquireUninterruptibly();
        try {
            return switch (format) {
                case PDF -> pdf.read(content);
                case HTML -> html(charset, content);
                case MARKDOWN -> markdown(text(charset, content));
                case PLAIN -> plain(text(charset, content));
            };
        } catch (StackOverflowError e) {
            throw new UnreadableDocument("the document is nested too deeply", e);
        } finally {
            desks.release();
        }
    }

    private Manuscript markdown(String text) {
        var body = FRONT_MATTER.matcher(text).replaceFirst("");
        // As a page, so that tags in Markdown are treated as tags anywhere.
        return HtmlReader.read(Jsoup.parse(html.render(markdown.parse(body))));
    }

    private static Manuscript html(Optional<Charset> charset, byte[] content) throws UnreadableDocument {
        try {
            var page = Jsoup.parse(
                    new ByteArrayInputStream(content),
                    charset.map(Charset::name).orElse(null),
                    "");
            return HtmlReader.read(page);
        } catch (IOException e) {
            throw new UnreadableDocument("the page can't be read", e);
        }
    }

    private static Manuscript plain(String text) {
        var blocks = Arrays.stream(BLANK_LINES.split(text.replace("\r\n", "\n")))
                .map(Plain::text)
                .filter(paragraph -> !paragraph.isEmpty())
                .<Block>map(Block.Paragraph::new)
                .toList();
        return new Manuscript(Optional.empty(), blocks);
    }

    private static String text(Optional<Charset> charset, byte[] content) throws UnreadableDocument {
        var named = charset.orElse(StandardCharsets.UTF_8);
        try {
            return named.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException e) {
            throw new UnreadableDocument("the text is not " + named.name() + "; name its charset in Content-Type", e);
        }
    }
}
