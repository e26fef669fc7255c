namespace OciInterceptor.Call.Arguments;

/// <summary>What an argument turned out to be.</summary>
internal enum ArgumentKind
{
    /// <summary>A flag of ours, with its value when it takes one.</summary>
    Own,

    /// <summary>It begins like one of our flags but is not a known one.</summary>
    UnknownOwn,

    /// <summary>A flag of ours whose value is missing.</summary>
    MissingValue,

    /// <summary>A switch of ours that was given a value.</summary>
    UnexpectedValue,

    /// <summary>An option of the runtime, with its value when it takes one.</summary>
    Option,

    /// <summary>An argument that is neither an option nor an option's value.</summary>
    Positional,
}
