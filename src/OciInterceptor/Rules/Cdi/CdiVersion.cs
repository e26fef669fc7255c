using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Rules.Cdi;

/// <summary>The version that a spec file declares; members of later versions are refused in it.</summary>
internal sealed class CdiVersion
{
    private readonly string _text;

    private CdiVersion(string text) => _text = text;

    /// <exception cref="InterceptorException">The version is unknown.</exception>
    internal static CdiVersion Read(ObjectReader file)
    {
        var text = file.Text("cdiVersion") ?? "";
        var version = text.StartsWith('v') ? text[1..] : text;
        return Rank(version) > 0
            ? new CdiVersion(version)
            : throw file.Error("cdiVersion", $"unknown cdiVersion \"{text}\": want 0.3.0 to 0.8.0, 1.0.0 or 1.1.0");
    }

    /// <summary>Refuses a member that needs a later version, if it is used.</summary>
    internal void Require(string version, bool isUsed, ObjectReader at, string member, string? what = null)
    {
        if (isUsed && Rank(_text) < Rank(version))
        {
            throw at.Error(member, $"{what ?? member} needs cdiVersion {version}, but this file has {_text}");
        }
    }

    /// <summary>Refuses a member that was removed by this version, if it is used.</summary>
    internal void RequireBefore(string version, bool isUsed, ObjectReader at, string member)
    {
        if (isUsed && Rank(_text) >= Rank(version))
        {
            throw at.Error(member, $"{member} was removed in cdiVersion {version}, and this file has {_text}");
        }
    }

    // 0 if unknown.
    private static int Rank(string version) => version switch
    {
        "0.3.0" => 3,
        "0.4.0" => 4,
        "0.5.0" => 5,
        "0.6.0" => 6,
        "0.7.0" => 7,
        "0.8.0" => 8,
        "1.0.0" => 10,
        "1.1.0" => 11,
        _ => 0,
    };
}
