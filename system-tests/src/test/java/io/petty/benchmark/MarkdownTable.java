package io.petty.benchmark;

import java.util.ArrayList;
import java.util.List;

/**
 * A table that is readable as Markdown and in a terminal. The first column is left-aligned, all others right-aligned.
 */
final class MarkdownTable {
    private final List<List<String>> rows = new ArrayList<>();

    MarkdownTable(List<String> heads) {
        rows.add(heads);
    }

    /** Adds a row. Missing cells are empty. */
    void add(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    @Override
    public String toString() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows.size(); row++) {
            text.append('|');
            for (int column = 0; column < columns; column++) {
                String cell = column < rows.get(row).size() ? rows.get(row).get(column) : "";
                String space = " ".repeat(widths[column] - cell.length());
                text.append(' ')
                        .append(column == 0 ? cell + space : space + cell)
                        .append(" |");
            }
            text.append('\n');
            if (row == 0) {
                text.append('|');
                for (int column = 0; column < columns; column++) {
                    text.append("-".repeat(widths[column] + 1)).append(column == 0 ? "-|" : ":|");
                }
                text.append('\n');
            }
        }
        return text.toString();
    }
}
