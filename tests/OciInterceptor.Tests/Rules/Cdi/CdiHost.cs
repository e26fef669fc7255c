using System.Text;
using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules.Cdi;

/// <summary>A host with one CDI device, v.com/c=d; its edits are written in single quotes.</summary>
internal static class CdiHost
{
    internal static FakeHost With(string edits, Dictionary<string, HostDevice>? devices = null)
    {
        var files = new Dictionary<string, byte[]>
        {
            ["/etc/cdi/v.json"] = Encoding.UTF8.GetBytes($"{{'cdiVersion':'1.1.0','kind':'v.com/c','devices':[{{'name':'d','containerEdits':{{{edits}}}}}]}}".Replace('\'', '"')),
        };
        return devices is null ? new() { Files = files } : new() { Files = files, Devices = devices };
    }

    /// <summary>Why the device is refused, without the place in its file; empty if it is not.</summary>
    internal static string ErrorOf(string edits, Dictionary<string, HostDevice>? devices = null)
    {
        try
        {
            RuleRun.On("""{"type":"cdi","devices":["v.com/c=d"]}""", """{"linux":{"namespaces":[{"type":"network"}]}}""", With(edits, devices));
            return "";
        }
        catch (InterceptorException e)
        {
            return e.InnerException!.Message is var message && message.StartsWith("/etc/cdi/v.json:1:", StringComparison.Ordinal) ? message.Split(": ", 2)[1] : message;
        }
    }
}
