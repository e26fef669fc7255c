namespace OciInterceptor.Rules.Hooks;

/// <summary>What a step of an expression does.</summary>
internal enum StepKind
{
    /// <summary>Takes a character.</summary>
    Take,

    /// <summary>Matches at the start of the text.</summary>
    Begin,

    /// <summary>Matches at the end of the text.</summary>
    End,

    /// <summary>Goes on at other steps.</summary>
    Fork,
}
