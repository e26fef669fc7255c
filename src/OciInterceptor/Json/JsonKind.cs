namespace OciInterceptor.Json;

/// <summary>The seven kinds of JSON value (RFC 8259, section 3).</summary>
internal enum JsonKind
{
    Object,
    Array,
    String,
    Number,
    True,
    False,
    Null,
}
