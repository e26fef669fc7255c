namespace OciInterceptor.Tests.Layering;

/// <summary>The folders of src/OciInterceptor, bottom first: a folder uses only those before it (docs/decisions/0020).</summary>
internal static class Layers
{
    /// <summary>The files of src/OciInterceptor itself, which use everything.</summary>
    internal const string Top = "";

    internal static readonly string[] BottomFirst =
    [
        "Collections", "Messages", "Linux", "Json", "Spec", "Validation", "Host", "Schema", "Call", "Rules", "Conditions",
        "Policy", "Bundle", "Evidence", "Generate", "Engines", "Commands", Top,
    ];

    /// <summary>The layer of a folder such as "Rules/Cdi".</summary>
    internal static string Of(string folder) => folder.Split('/')[0];

    /// <summary>How high a folder's layer is; -1 for a folder that has no layer.</summary>
    internal static int HeightOf(string folder) => Array.IndexOf(BottomFirst, Of(folder));
}
