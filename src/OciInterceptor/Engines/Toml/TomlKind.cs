namespace OciInterceptor.Engines.Toml;

/// <summary>The kind of a statement in a TOML file.</summary>
internal enum TomlKind
{
    /// <summary>[table]</summary>
    Table,

    /// <summary>[[table]]</summary>
    TableArray,

    /// <summary>key = value, in a table or in an inline table.</summary>
    Value,
}
