using OciInterceptor.Bundle;
using OciInterceptor.Cli;
using OciInterceptor.Evidence;
using OciInterceptor.Json;
using OciInterceptor.Linux;
using OciInterceptor.Patching;
using OciInterceptor.Policy;
using OciInterceptor.Rules;
using OciInterceptor.Spec;

namespace OciInterceptor;

/// <summary>One forwarded call from beginning to end: the document edited by the rules, then the real runtime in our place.</summary>
internal static class Interceptor
{
    /// <summary>Returns never: it ends in the runtime or in an exception.</summary>
    /// <exception cref="InterceptorException">The runtime was not called.</exception>
    internal static void Run(Call call, Log log)
    {
        log.Called(call);
        var runtime = call.FindRuntime();
        var debug = DebugOutput.For(call, log);
        if (call.Document != DocumentKind.None)
        {
            try
            {
                ApplyRules(call, runtime, debug, log);
            }
            catch (OutOfMemoryException e)
            {
                throw new InterceptorException($"cannot apply rules to {call.DocumentPath}: it needs more memory than oci-interceptor allows itself", e);
            }
        }
        debug?.WriteCall(runtime);
        log.Executing(runtime.Path.ToString());
        runtime.Become();
    }

    private static void ApplyRules(Call call, RuntimeCommand runtime, DebugOutput? debug, Log log)
    {
        var document = call.Document == DocumentKind.Process
            ? Document.ReadProcess(call.DocumentPath)
            : Document.ReadConfiguration(call.DocumentPath);
        debug?.WriteOriginal(document);

        var patch = DocumentPatch.Between(document.Root, Apply(FlagRules.Of(call.Options), call.Document, document.Root));
        if (!patch.IsEmpty)
        {
            document.Replace(patch);
            debug?.WriteModified(document);
        }
        else
        {
            debug?.RemoveModified();
        }
        if (document.HandOn() is { } copy)
        {
            call.RedirectProcess(runtime, copy);
        }
        log.Applied(call.DocumentPath, patch);
    }

    private static JsonObject Apply(Pipeline rules, DocumentKind kind, JsonObject document) =>
        kind == DocumentKind.Process ? rules.Apply(new Process(document)).Json : rules.Apply(new RuntimeSpec(document)).Json;
}
