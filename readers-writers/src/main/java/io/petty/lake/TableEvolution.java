package io.petty.lake;

import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.types.Types.NestedField;

/**
 * Evolves a table of an earlier version to the columns of this version: adds new optional columns and makes columns
 * optional. Data files don't change.
 */
final class TableEvolution {
    private final Table table;
    private final Schema current;
    private final Schema wanted;

    private TableEvolution(Table table, Schema wanted) {
        this.table = table;
        this.current = table.schema();
        this.wanted = wanted;
    }

    /**
     * Evolves a table's schema if it is not the wanted one.
     *
     * @throws IncompatibleTableException if the table can't get these columns without rewriting its files, or if a
     *     newer version added columns to it; then nothing is changed
     */
    static void evolve(Table table, Schema wanted) {
        if (!table.schema().sameSchema(wanted)) {
            new TableEvolution(table, wanted).evolve();
        }
    }

    private void evolve() {
        refuseUnknownColumns();
        UpdateSchema update = table.updateSchema();
        int nextId = ((HasTableOperations) table).operations().current().lastColumnId() + 1;
        boolean changed = false;
        NestedField before = null;
        for (NestedField column : wanted.columns()) {
            NestedField known = current.findField(column.name());
            if (known == null) {
                requireAddable(column, nextId++);
                update.addColumn(column.name(), column.type());
                if (before == null) {
                    update.moveFirst(column.name());
                } else {
                    update.moveAfter(column.name(), before.name());
                }
                changed = true;
            } else {
                requireSame(known, column);
                if (known.isRequired() && column.isOptional()) {
                    update.makeColumnOptional(column.name());
                    changed = true;
                }
            }
            before = column;
        }
        if (changed) {
            update.commit();
        }
    }

    private void refuseUnknownColumns() {
        for (NestedField column : current.columns()) {
            if (wanted.findField(column.name()) == null) {
                throw new IncompatibleTableException(
                        "Table %s has a column %s that this version of Petty doesn't know: a newer version changed the table. Use that version or a later one"
                                .formatted(table.name(), column.name()));
            }
        }
    }

    private void requireAddable(NestedField column, int id) {
        if (column.isRequired() || column.fieldId() != id) {
            throw incompatible("lacks the column " + column.name());
        }
    }

    private void requireSame(NestedField known, NestedField column) {
        if (known.fieldId() != column.fieldId() || !known.type().equals(column.type())) {
            throw incompatible("has a column %s of another kind (%s, not %s)"
                    .formatted(column.name(), describe(known), describe(column)));
        }
    }

    private static String describe(NestedField column) {
        return "%s with id %d".formatted(column.type(), column.fieldId());
    }

    private IncompatibleTableException incompatible(String what) {
        return new IncompatibleTableException(
                "Table %s %s, so this version of Petty can't write to it. Ingest the raw files into a new home and lake"
                        .formatted(table.name(), what));
    }
}
