package io.parley.agent.knowledge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/// Makes PDFs as office programs do.
final class Pdf {

    private Pdf() {}

    /// @param pages the lines of each
    static byte[] of(String title, List<List<String>> pages) {
        return written(document(title, pages));
    }

    /// One that nobody can open without its password.
    static byte[] locked() {
        var document = document("Locked", List.of(List.of("secret")));
        var policy = new StandardProtectionPolicy("owner", "user", new AccessPermission());
        policy.setEncryptionKeyLength(128);
        try {
            document.protect(policy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return written(document);
    }

    private static PDDocument document(String title, List<List<String>> pages) {
        var document = new PDDocument();
        document.getDocumentInformation().setTitle(title);
        try {
            for (var lines : pages) {
                var page = new PDPage();
                document.addPage(page);
                write(document, page, lines);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return document;
    }

    private static void write(PDDocument document, PDPage page, List<String> lines) throws IOException {
        try (var content = new PDPageContentStream(document, page)) {
            content.beginText();
            content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 11);
            content.setLeading(14);
            content.newLineAtOffset(60, 700);
            for (var line : lines) {
                content.showText(line);
                content.newLine();
            }
            content.endText();
        }
    }

    private static byte[] written(PDDocument document) {
        var bytes = new ByteArrayOutputStream();
        try (document) {
            document.save(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
