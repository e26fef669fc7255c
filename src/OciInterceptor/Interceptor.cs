using OciInterceptor.Bundle;
using OciInterceptor.Call;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Call.Runtime;
using OciInterceptor.Evidence;
using OciInterceptor.Evidence.Recording;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Spec;

namespace OciInterceptor;

/// <summary>Runs one forwarded call from beginning to end: edits the document by the rules, then becomes the real runtime.</summary>
internal static class Interceptor
{
    /// <summary>Never returns: it becomes the runtime or throws.</summary>
    /// <exception cref="InterceptorException">The runtime was not called.</exception>
    internal static void Run(RuntimeCall call, EffectivePolicy policy, Log log)
    {
        log.Called(call);
        var runtime = call.FindRuntime();
        log.Using(call, runtime);
        if (policy.Settings.CloneRuntime == true)
        {
            runtime.CopyIntoMemory();
        }
        var debug = DebugOutput.For(call, policy.Settings, log);
        if (call.ProcessOption is { } option)
        {
            RequireDocument(policy, call, option, runtime, log);
        }
        if (call.Document != DocumentKind.None)
        {
            try
            {
                ApplyRules(policy, call, runtime, debug, log);
            }
            catch (OutOfMemoryException e)
            {
                throw new InterceptorException($"cannot apply rules to {call.DocumentPath}: it needs more memory than oci-interceptor allows itself", e);
            }
        }
        Settle();
        debug?.WriteCall(runtime);
        log.Executing(runtime.Description);
        runtime.Become();
    }

    private static void RequireDocument(EffectivePolicy policy, RuntimeCall call, string option, RuntimeCommand runtime, Log log)
    {
        if (policy.RefusalOfArguments(option, call.ContainerId ?? "", new LinuxHost()) is { } refusal)
        {
            Settle();
            AuditTrail.For(policy.Settings, log)?.Write(call, runtime, policy, null, refusal.Message);
            throw refusal;
        }
        if (policy.ShadowsOfArguments(option, call.ContainerId ?? "", new LinuxHost()) is { } verdict)
        {
            log.Judged(verdict);
            Settle();
            AuditTrail.For(policy.Settings, log)?.Write(call, runtime, policy, verdict, null);
        }
    }

    private static void ApplyRules(EffectivePolicy policy, RuntimeCall call, RuntimeCommand runtime, DebugOutput? debug, Log log)
    {
        var audit = AuditTrail.For(policy.Settings, log);
        var recorder = Recorder.For(policy.Settings, log);
        Verdict? verdict = null;
        JsonObject? original = null;
        try
        {
            var document = call.Document == DocumentKind.Process
                ? Document.ReadProcess(call.DocumentPath)
                : Document.ReadConfiguration(call.DocumentPath);
            original = document.Root;
            debug?.WriteOriginal(document);

            verdict = Judge(policy, call, document.Root);
            log.Judged(verdict);
            if (verdict.Refusal is { } refusal)
            {
                throw refusal;
            }
            Write(document, verdict, call, runtime, debug, log);
        }
        catch (Exception e) when ((audit is not null || recorder is not null) && (e is InterceptorException or OutOfMemoryException))
        {
            Tell(e.Message);
            throw;
        }
        Tell(null);

        void Tell(string? error)
        {
            Settle();
            audit?.Write(call, runtime, policy, verdict, error, original);
            if (original is not null)
            {
                recorder?.Write(call, runtime, policy, original, verdict, error);
            }
        }
    }

    private static void Write(Document document, Verdict verdict, RuntimeCall call, RuntimeCommand runtime, DebugOutput? debug, Log log)
    {
        var patch = DocumentPatch.Between(document.Root, verdict.Document);
        if (!patch.IsEmpty)
        {
            Settle();
            document.Replace(patch);
            debug?.WriteModified(document);
        }
        else
        {
            debug?.RemoveModified();
        }
        Settle();
        if (document.SealedCopyForRuntime() is { } copy)
        {
            call.RedirectProcess(runtime, copy);
        }
        log.Applied(call.DocumentPath, patch);
    }

    // From here on the call is not begun anew.
    private static void Settle()
    {
        Arena.RequireRoom();
        ProcessStart.Settle();
    }

    private static Verdict Judge(EffectivePolicy policy, RuntimeCall call, JsonObject document)
    {
        var id = call.ContainerId ?? "";
        return call.Document == DocumentKind.Process
            ? policy.Apply(new Process(document), id, new LinuxHost { FindRuntime = () => call.RuntimeFile, AskRuntime = () => call.AskRuntime(Settle) })
            : policy.Apply(new RuntimeSpec(document), call.Verb, id, new LinuxHost(call.Bundle) { FindRuntime = () => call.RuntimeFile, AskRuntime = () => call.AskRuntime(Settle) }, call.NoPivot);
    }
}
