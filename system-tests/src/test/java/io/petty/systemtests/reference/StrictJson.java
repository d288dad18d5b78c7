package io.petty.systemtests.reference;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A small JSON parser that follows RFC 8259 exactly, and keeps repeated members and numbers as written. */
final class StrictJson {

    sealed interface Value permits Members, Elements, Text, Digits, Truth, Nothing {}

    record Member(String name, Value value) {}

    record Members(List<Member> all) implements Value {

        int count(String name) {
            return (int)
                    all.stream().filter(member -> member.name().equals(name)).count();
        }

        /** Returns the value of the last member of that name, or null if there is none. */
        @Nullable
        Value last(String name) {
            Value found = null;
            for (Member member : all) {
                if (member.name().equals(name)) {
                    found = member.value();
                }
            }
            return found;
        }
    }

    record Elements(List<Value> all) implements Value {}

    record Text(String value) implements Value {}

    record Digits(String written) implements Value {}

    record Truth(boolean value) implements Value {}

    record Nothing() implements Value {}

    static final class NotJson extends Exception {

        private static final long serialVersionUID = 1;

        NotJson(String message) {
            super(message);
        }
    }

    private final String text;
    private int at;

    private StrictJson(String text) {
        this.text = text;
    }

    /** Parses a text of exactly one value. It recurses once per level, so the caller must limit the depth. */
    static Value parse(String text) throws NotJson {
        StrictJson json = new StrictJson(text);
        json.skipBlanks();
        Value value = json.value();
        json.skipBlanks();
        if (json.at != text.length()) {
            throw json.wrong("more text after the value");
        }
        return value;
    }

    private Value value() throws NotJson {
        return switch (peek()) {
            case '{' -> members();
            case '[' -> elements();
            case '"' -> new Text(string());
            case 't' -> word("true", new Truth(true));
            case 'f' -> word("false", new Truth(false));
            case 'n' -> word("null", new Nothing());
            default -> number();
        };
    }

    private Members members() throws NotJson {
        expect('{');
        List<Member> members = new ArrayList<>();
        skipBlanks();
        if (peek() == '}') {
            at++;
            return new Members(members);
        }
        while (true) {
            skipBlanks();
            String name = string();
            skipBlanks();
            expect(':');
            skipBlanks();
            members.add(new Member(name, value()));
            skipBlanks();
            if (peek() == '}') {
                at++;
                return new Members(members);
            }
            expect(',');
        }
    }

    private Elements elements() throws NotJson {
        expect('[');
        List<Value> elements = new ArrayList<>();
        skipBlanks();
        if (peek() == ']') {
            at++;
            return new Elements(elements);
        }
        while (true) {
            skipBlanks();
            elements.add(value());
            skipBlanks();
            if (peek() == ']') {
                at++;
                return new Elements(elements);
            }
            expect(',');
        }
    }

    private String string() throws NotJson {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (true) {
            char c = take();
            if (c == '"') {
                return value.toString();
            } else if (c < 0x20) {
                throw wrong("a control character in a string");
            } else if (c == '\\') {
                value.append(escaped());
            } else {
                value.append(c);
            }
        }
    }

    private char escaped() throws NotJson {
        char c = take();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> fourHexDigits();
            default -> throw wrong("a bad escape");
        };
    }

    private char fourHexDigits() throws NotJson {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = "0123456789abcdef".indexOf(lowerAscii(take()));
            if (digit < 0) {
                throw wrong("a bad \\u escape");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private static char lowerAscii(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }

    private Digits number() throws NotJson {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (peek() == '.') {
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        return new Digits(text.substring(start, at));
    }

    private void digits() throws NotJson {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw wrong("a digit is missing");
        }
    }

    private Value word(String word, Value meaning) throws NotJson {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
        return meaning;
    }

    private void expect(char wanted) throws NotJson {
        if (take() != wanted) {
            throw wrong("'" + wanted + "' is missing");
        }
    }

    private char take() throws NotJson {
        if (at == text.length()) {
            throw wrong("the text ends too early");
        }
        return text.charAt(at++);
    }

    /** Returns the next character; at the end of the text a NUL, which JSON allows nowhere outside of a string. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void skipBlanks() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\r' || peek() == '\n') {
            at++;
        }
    }

    private NotJson wrong(String what) {
        return new NotJson(what + ", at character " + at);
    }
}
