namespace OciInterceptor.Rules.Hooks;

/// <summary>What a step of an expression does.</summary>
internal enum StepKind
{
    /// <summary>Matches a character.</summary>
    Take,

    /// <summary>Matches at the start of the text.</summary>
    Begin,

    /// <summary>Matches at the end of the text.</summary>
    End,

    /// <summary>Matches at the start of a line.</summary>
    BeginLine,

    /// <summary>Matches at the end of a line.</summary>
    EndLine,

    /// <summary>Matches where a word of ASCII letters, digits and "_" begins or ends.</summary>
    WordBoundary,

    /// <summary>Matches anywhere else.</summary>
    NoWordBoundary,

    /// <summary>Continues at both of two steps.</summary>
    Fork,
}
