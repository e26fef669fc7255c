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

    /// <summary>Continues at both of two steps.</summary>
    Fork,
}
