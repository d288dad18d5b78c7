package io.petty.raw;

import java.util.ArrayList;
import java.util.List;

/**
 * A record of a text, found by a simple reference implementation.
 *
 * @param line the number of its line, from 1
 * @param position its position on the line, from 1
 */
record RecordText(String text, long line, int position) {
    /** Returns all records of a text, including blank ones. */
    static List<RecordText> of(String text) {
        List<RecordText> records = new ArrayList<>();
        long number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            int position = 0;
            int start = 0;
            while (start < line.length()) {
                int end = end(line, start);
                position++;
                records.add(new RecordText(line.substring(start, end), number, position));
                start = end;
            }
        }
        return records;
    }

    private static int end(String line, int start) {
        int at = afterBlanks(line, start);
        if (!isObject(line, at)) {
            return line.length();
        }
        int open = 0;
        boolean inString = false;
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (inString) {
                at += c == '\\' ? 1 : 0;
                inString = c != '"';
            } else if (c == '"') {
                inString = true;
            } else if (c == '{' || c == '[') {
                open++;
            } else if (c == '}' || c == ']') {
                open--;
            }
            if (open == 0) {
                return isObject(line, afterBlanks(line, at)) ? at : line.length();
            }
        }
        return line.length();
    }

    private static boolean isObject(String line, int at) {
        return at < line.length() && line.charAt(at) == '{';
    }

    private static int afterBlanks(String line, int from) {
        int at = from;
        while (at < line.length() && " \t\r".indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    boolean isBlank() {
        return afterBlanks(text, 0) == text.length();
    }
}
