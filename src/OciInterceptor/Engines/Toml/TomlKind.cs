namespace OciInterceptor.Engines.Toml;

/// <summary>What a statement of a TOML file is.</summary>
internal enum TomlKind
{
    /// <summary>[table]</summary>
    Table,

    /// <summary>[[table]]</summary>
    TableArray,

    /// <summary>key = value, in a table or in an inline table.</summary>
    Value,
}
