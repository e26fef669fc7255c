namespace OciInterceptor.Rules.Hooks;

/// <summary>What a step of an expression does.</summary>
internal enum StepKind
{
    /// <summary>Takes a character.</summary>
    Take,

    /// <summary>Stands at the text's beginning.</summary>
    Begin,

    /// <summary>Stands at the text's end.</summary>
    End,

    /// <summary>Goes on at other steps.</summary>
    Fork,
}
