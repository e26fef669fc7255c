namespace OciInterceptor.Commands.Report;

/// <summary>One line of an audit trail. The reader fills the same object with each line.</summary>
internal sealed class TrailCall
{
    private const string TimeForm = "0000-00-00T00:00:00.000Z";

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

    /// <summary>Whether the time has the form in which it is written.</summary>
    internal bool HasTime
    {
        get
        {
            var isTime = Time.Length == TimeForm.Length;
            for (var i = 0; isTime && i < TimeForm.Length; i++)
            {
                isTime = TimeForm[i] == '0' ? char.IsAsciiDigit(Time[i]) : Time[i] == TimeForm[i];
            }
            return isTime;
        }
    }

    internal void Clear()
    {
        (Time, ContainerId, Verb, Result, Image, Namespace, Microseconds, HasRulesLeftOut) = ("", "", "", "", null, null, -1, false);
        Labels.Clear();
        Decisions.Clear();
        ShadowFaults.Clear();
    }
}
