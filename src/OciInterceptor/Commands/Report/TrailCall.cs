namespace OciInterceptor.Commands.Report;

/// <summary>One line of an audit trail. The reader fills the same object with each line.</summary>
internal sealed class TrailCall
{
    /// <summary>UTC, in a form whose order is that of time.</summary>
    internal string Time { get; set; } = "";

    internal string ContainerId { get; set; } = "";

    internal string Verb { get; set; } = "";

    /// <summary>allowed, refused or failed.</summary>
    internal string Result { get; set; } = "";

    internal string? Image { get; set; }

    internal string? Namespace { get; set; }

    /// <summary>Name and value.</summary>
    internal List<(string Name, string Value)> Labels { get; } = [];

    /// <summary>How long the interceptor's own work took; -1 if the line does not say.</summary>
    internal long Microseconds { get; set; }

    internal List<TrailDecision> Decisions { get; } = [];

    internal bool HasRulesLeftOut { get; set; }

    internal List<(string Shadow, string Fault)> ShadowFaults { get; } = [];

    internal void Clear()
    {
        (Time, ContainerId, Verb, Result, Image, Namespace, Microseconds, HasRulesLeftOut) = ("", "", "", "", null, null, -1, false);
        Labels.Clear();
        Decisions.Clear();
        ShadowFaults.Clear();
    }
}
