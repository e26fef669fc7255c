namespace OciInterceptor.Tests.Commands.Report;

/// <summary>Lines of an audit trail as text; double quotes are written as single ones.</summary>
internal static class TrailText
{
    /// <summary>A line with its line break.</summary>
    /// <param name="rest">More members, each after a comma.</param>
    internal static string Call(string result = "allowed", string rest = "", string time = "2026-11-29T08:00:00.000Z", string verb = "create") =>
        $"{{'time':'{time}','containerId':'c1','verb':'{verb}','result':'{result}'{rest}}}\n".Replace('\'', '"');

    internal static string Rules(params string[] rules) => $",'rules':[{string.Join(',', rules)}]";

    internal static string Rule(string name, string outcome, string rest = "") => $"{{'name':'{name}','type':'deny','origin':'/p.json','outcome':'{outcome}'{rest}}}";
}
