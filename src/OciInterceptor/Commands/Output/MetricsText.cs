using System.Text;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.Output;

/// <summary>Metrics in the text format of Prometheus (version 0.0.4).</summary>
internal sealed class MetricsText
{
    private const string Prefix = "oci_interceptor_";

    private readonly StringBuilder _text = new();

    /// <summary>Declares a metric; its samples follow.</summary>
    /// <param name="name">Without the prefix that all have.</param>
    /// <param name="type">gauge, counter or histogram.</param>
    /// <param name="help">A sentence without a backslash or line break.</param>
    internal void Add(string name, string type, string help) =>
        _text.Append("# HELP ").Append(Prefix).Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(Prefix).Append(name).Append(' ').Append(type).Append('\n');

    internal void Sample(string name, string value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(Prefix).Append(name);
        for (var i = 0; i < labels.Length; i++)
        {
            _text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"").Append(Escaped(labels[i].Value)).Append('"');
        }
        _text.Append(labels.IsEmpty ? "" : "}").Append(' ').Append(value).Append('\n');
    }

    public override string ToString() => _text.ToString();

    // As in every output, control characters are escaped first, line breaks among them.
    private static string Escaped(string value) => OneLine.Of(value).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
