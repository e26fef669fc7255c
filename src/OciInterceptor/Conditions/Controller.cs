namespace OciInterceptor.Conditions;

/// <summary>Who controls what a condition looks at.</summary>
internal enum Controller
{
    /// <summary>Whoever made the image or wrote the container's description.</summary>
    Author,

    /// <summary>Whoever may call the engine's interface.</summary>
    EngineUser,

    /// <summary>The engine itself.</summary>
    Engine,

    /// <summary>Root of the machine: it is the same for every container.</summary>
    Operator,
}
