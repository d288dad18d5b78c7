package io.petty.cli.commands;

/** The tables that can be exported, named as users type them. */
enum ExportTable {
    readings,
    rejects,
    timelines,
    summaries,
    feedback
}
