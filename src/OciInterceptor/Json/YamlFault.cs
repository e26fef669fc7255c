namespace OciInterceptor.Json;

/// <summary>Translates the messages of the YAML library, which name the states of its parser, into what is expected of the text.</summary>
internal static class YamlFault
{
    internal static string Cause(string message) => message switch
    {
        "While scanning a simple key, could not find expected ':'." => "want ':' after the name",
        "While parsing a block mapping, did not find expected key." => "want a name and ':', indented as the names before it",
        "While parsing a block collection, did not find expected '-' indicator." => "want '-', indented as the items before it",
        "While parsing a flow mapping, did not find expected ',' or '}'." => "want ',' or '}'",
        "While parsing a flow mapping,  did not find expected ',' or '}'." => "want ',' or '}'",
        "While parsing a flow sequence, did not find expected ',' or ']'." => "want ',' or ']'",
        "While parsing a node, did not find expected node content." => "want a value",
        "While parsing a node, found more than one anchor." => "want only one anchor for a value",
        "While parsing a node, found undefined tag handle." => "unknown tag handle",
        "While scanning for the next token, found character that cannot start any token." => "a value that begins with this character must be quoted",
        "While scanning a mapping, found invalid tab as indentation." => "indent with spaces, not tabs",
        "While scanning a plain scalar, found a tab character that violate indentation." => "indent with spaces, not tabs",
        "While scanning a plain scalar value, found invalid mapping." => "a value that contains ': ' must be quoted",
        "While scanning a multiline plain scalar, found invalid mapping." => "a value that contains ': ' must be quoted",
        "While scanning a quoted scalar, found unexpected end of stream." => "unterminated quoted string",
        "While scanning a quoted scalar, found unexpected document indicator." => "unterminated quoted string before the end of the document",
        "While scanning a quoted scalar, found unknown escape character." => "unknown escape in the quoted string",
        "While scanning a quoted scalar, did not find expected hexadecimal number." => "an escape with \\x, \\u or \\U needs two, four or eight hexadecimal digits",
        "While scanning a quoted scalar, found invalid Unicode character escape code." => "the escape is not a Unicode character",
        "Found incompatible YAML document." => "the directive %YAML must name version 1.1 or 1.2",
        _ => "the text does not follow YAML's syntax here",
    };
}
