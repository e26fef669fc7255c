using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Rules.Cdi;

/// <summary>The version that a spec file says it follows. What a later one brought must not stand in it.</summary>
internal sealed class CdiVersion
{
    private readonly string _text;

    private CdiVersion(string text) => _text = text;

    /// <exception cref="InterceptorException">There is no such version.</exception>
    internal static CdiVersion Read(ObjectReader file)
    {
        var text = file.Text("cdiVersion") ?? "";
        var version = text.StartsWith('v') ? text[1..] : text;
        return Rank(version) > 0
            ? new CdiVersion(version)
            : throw file.Error("cdiVersion", $"cdiVersion \"{text}\" is not known here: there are 0.3.0 to 0.8.0, 1.0.0 and 1.1.0");
    }

    /// <summary>Refuses what needs a later version, if it is there.</summary>
    internal void Require(string version, bool isUsed, ObjectReader at, string member, string? what = null)
    {
        if (isUsed && Rank(_text) < Rank(version))
        {
            throw at.Error(member, $"{what ?? member} needs cdiVersion {version}, and this file has {_text}");
        }
    }

    /// <summary>Refuses what a later version has dropped, if it is there.</summary>
    internal void RequireBefore(string version, bool isUsed, ObjectReader at, string member)
    {
        if (isUsed && Rank(_text) >= Rank(version))
        {
            throw at.Error(member, $"{member} is gone since cdiVersion {version}, and this file has {_text}");
        }
    }

    // 0 for what is no version.
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
