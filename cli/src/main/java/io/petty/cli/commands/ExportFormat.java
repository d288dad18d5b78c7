package io.petty.cli.commands;

/** The formats of an export, named as users type them. */
enum ExportFormat {
    ndjson,
    csv,
    parquet
}
