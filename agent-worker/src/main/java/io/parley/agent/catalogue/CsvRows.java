package io.parley.agent.catalogue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads comma-separated values with a header line (RFC 4180; lines may end as in any system).
final class CsvRows {

    private static final int MOST_COLUMNS = 50;

    private final String text;
    private int at;
    private int line = 1;

    private CsvRows(String text) {
        this.text = text;
    }

    /// All rows below the header.
    ///
    /// @param most a longer file is refused
    static List<Row> read(String text, int most) throws InvalidImport {
        return new CsvRows(text.startsWith("\uFEFF") ? text.substring(1) : text).rows(most);
    }

    private List<Row> rows(int most) throws InvalidImport {
        var header = header();
        var rows = new ArrayList<Row>();
        while (at < text.length()) {
            int start = line;
            var fields = fields();
            if (fields.size() == 1 && fields.getFirst().isBlank()) {
                continue;
            }
            if (fields.size() != header.size()) {
                throw new InvalidImport(
                        start, "has " + fields.size() + " columns, the header line has " + header.size());
            }
            if (rows.size() == most) {
                throw new InvalidImport(start, "more than " + most + " are too many");
            }
            rows.add(row(start, header, fields));
        }
        return rows;
    }

    private List<String> header() throws InvalidImport {
        var names = fields().stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        if (names.size() > MOST_COLUMNS || names.contains("")) {
            throw new InvalidImport(1, "must be a header line that names each column");
        }
        if (new HashSet<>(names).size() < names.size()) {
            throw new InvalidImport(1, "names a column twice");
        }
        return names;
    }

    private static Row row(int line, List<String> header, List<String> fields) {
        var values = new LinkedHashMap<String, JsonNode>();
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.get(i).isBlank()) {
                values.put(header.get(i), JsonNodeFactory.instance.stringNode(fields.get(i)));
            }
        }
        return new Row(line, values);
    }

    /// The fields of one record, up to the end of its last line.
    private List<String> fields() throws InvalidImport {
        var fields = new ArrayList<String>();
        fields.add(field());
        while (at < text.length() && text.charAt(at) == ',') {
            at++;
            fields.add(field());
        }
        endLine();
        return fields;
    }

    private String field() throws InvalidImport {
        return at < text.length() && text.charAt(at) == '"' ? quoted() : plain();
    }

    private String plain() {
        int start = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    /// In quotes a comma and the end of a line are text, and two quotes are one.
    private String quoted() throws InvalidImport {
        int start = line;
        var field = new StringBuilder();
        at++;
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next != '"') {
                line += next == '\n' ? 1 : 0;
                field.append(next);
            } else if (at < text.length() && text.charAt(at) == '"') {
                at++;
                field.append('"');
            } else {
                return field.toString();
            }
        }
        throw new InvalidImport(start, "a quote is opened and not closed");
    }

    private void endLine() throws InvalidImport {
        if (at == text.length()) {
            return;
        }
        char end = text.charAt(at);
        if (end != '\r' && end != '\n') {
            throw new InvalidImport(line, "there is text behind a closing quote");
        }
        at += text.startsWith("\r\n", at) ? 2 : 1;
        line++;
    }
}
