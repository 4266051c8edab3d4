package io.parley.agent.knowledge;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/// Takes the text out of a PDF. Which of its lines are headings a PDF does not say: its pages stand in their place.
final class PdfReader {

    private static final String PARAGRAPH = "\u2029";
    private static final Pattern HYPHENATED = Pattern.compile("(?<=\\p{L})-\\s*\\R(?=\\p{Ll})");
    private static final int BELOW_THE_TITLE = 2;

    private final Limits limits;
    private final Clock clock;

    PdfReader(Limits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    Manuscript read(byte[] content) throws UnreadableDocument {
        var expires = clock.instant().plus(limits.time());
        try (var pdf = Loader.loadPDF(content)) {
            if (pdf.getNumberOfPages() > limits.pages()) {
                throw new UnreadableDocument(
                        "the PDF has " + pdf.getNumberOfPages() + " pages; at most " + limits.pages() + " are read");
            }
            var title = Optional.ofNullable(pdf.getDocumentInformation().getTitle());
            return new Manuscript(title.map(Plain::line), pages(pdf, expires));
        } catch (InvalidPasswordException e) {
            throw new UnreadableDocument("the PDF is protected by a password", e);
        } catch (TooMuch e) {
            throw new UnreadableDocument(e.complaint, e);
        } catch (IOException | RuntimeException e) {
            // A broken file makes PDFBox fail in many ways, not all of them declared.
            throw new UnreadableDocument("the PDF is broken", e);
        }
    }

    private List<Block> pages(PDDocument pdf, Instant expires) throws IOException {
        var stripper = new BoundedStripper(expires);
        var blocks = new ArrayList<Block>();
        for (int page = 1; page <= pdf.getNumberOfPages(); page++) {
            stripper.setStartPage(page);
            stripper.setEndPage(page);
            var paragraphs = paragraphs(stripper.getText(pdf));
            if (!paragraphs.isEmpty()) {
                blocks.add(new Block.Heading(BELOW_THE_TITLE, "p. " + page));
                blocks.addAll(paragraphs);
            }
        }
        return blocks;
    }

    private static List<Block> paragraphs(String text) {
        var blocks = new ArrayList<Block>();
        for (var paragraph : text.split(PARAGRAPH, -1)) {
            var line = Plain.line(HYPHENATED.matcher(paragraph).replaceAll(""));
            if (!line.isEmpty()) {
                blocks.add(new Block.Paragraph(line));
            }
        }
        return blocks;
    }

    /// Gives up in the middle of a page, too: one page can hold as much work as its author likes.
    private final class BoundedStripper extends PDFTextStripper {
        private final Instant expires;
        private int characters;

        BoundedStripper(Instant expires) {
            this.expires = expires;
            setSortByPosition(true);
            setParagraphEnd(PARAGRAPH);
        }

        @Override
        protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
            if (clock.instant().isAfter(expires)) {
                throw new TooMuch("the PDF takes longer than " + limits.time().toSeconds() + " s to read");
            }
            super.processOperator(operator, operands);
        }

        @Override
        protected void processTextPosition(TextPosition text) {
            if (++characters > limits.characters()) {
                throw new TooMuch("the document has more than " + limits.characters() + " characters of text");
            }
            super.processTextPosition(text);
        }
    }

    /// Passes through PDFBox, which swallows some of the exceptions that it declares.
    private static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String complaint;

        TooMuch(String complaint) {
            super(complaint);
            this.complaint = complaint;
        }
    }
}
