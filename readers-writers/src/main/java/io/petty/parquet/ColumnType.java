package io.petty.parquet;

import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types.MessageTypeBuilder;
import org.apache.parquet.schema.Types.PrimitiveBuilder;
import org.jspecify.annotations.Nullable;

/** The type of a column, with its Iceberg type and its Parquet type. */
// The types of both libraries are immutable, but not annotated as such.
@SuppressWarnings("ImmutableEnumChecker")
public enum ColumnType {
    TEXT(Types.StringType.get(), PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType()),
    TIME(
            Types.TimestampType.withoutZone(),
            PrimitiveTypeName.INT64,
            LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS)),
    REAL(Types.DoubleType.get(), PrimitiveTypeName.DOUBLE, null),
    WHOLE(Types.IntegerType.get(), PrimitiveTypeName.INT32, null),
    LONG(Types.LongType.get(), PrimitiveTypeName.INT64, null),
    DATE(Types.DateType.get(), PrimitiveTypeName.INT32, LogicalTypeAnnotation.dateType()),
    TEXTS(Types.StringType.get(), PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType());

    private final Type icebergType;
    private final PrimitiveTypeName storedAs;
    private final @Nullable LogicalTypeAnnotation meaning;

    ColumnType(Type icebergType, PrimitiveTypeName storedAs, @Nullable LogicalTypeAnnotation meaning) {
        this.icebergType = icebergType;
        this.storedAs = storedAs;
        this.meaning = meaning;
    }

    /** Returns the Iceberg type; for a list, the type of its elements. */
    Type icebergType() {
        return icebergType;
    }

    Types.NestedField icebergField(String name, int id, int elementId, boolean optional) {
        Type type = this == TEXTS ? Types.ListType.ofRequired(elementId, icebergType) : icebergType;
        return optional ? Types.NestedField.optional(id, name, type) : Types.NestedField.required(id, name, type);
    }

    /** Adds the column with its Iceberg field id. A list gets the three levels that Parquet prescribes. */
    void addTo(MessageTypeBuilder message, String name, int id, int elementId, boolean optional) {
        if (this == TEXTS) {
            message.requiredGroup()
                    .as(LogicalTypeAnnotation.listType())
                    .repeatedGroup()
                    .addField(primitive(Repetition.REQUIRED).id(elementId).named("element"))
                    .named("list")
                    .id(id)
                    .named(name);
        } else {
            message.addField(primitive(optional ? Repetition.OPTIONAL : Repetition.REQUIRED)
                    .id(id)
                    .named(name));
        }
    }

    private PrimitiveBuilder<org.apache.parquet.schema.PrimitiveType> primitive(Repetition repetition) {
        PrimitiveBuilder<org.apache.parquet.schema.PrimitiveType> builder =
                org.apache.parquet.schema.Types.primitive(storedAs, repetition);
        return meaning == null ? builder : builder.as(meaning);
    }
}
