using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Generate;

/// <summary>Makes the process of a generated container: without capabilities, and unable to gain any.</summary>
internal static class ProcessGenerator
{
    internal const string NotifySocket = "/run/notify.sock";

    /// <summary>The container's PATH. The host's is never used, because it may name anything.</summary>
    internal const string SearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    internal static JsonObject Of(ContainerSettings settings)
    {
        CheckUser(settings);
        return JsonBuilder.Object(
            ("terminal", JsonScalar.Of(settings.HasTerminal)),
            ("user", JsonBuilder.Object(
                ("uid", JsonScalar.OfNumber(settings.User)),
                ("gid", JsonScalar.OfNumber(settings.Group)),
                ("additionalGids", settings.AdditionalGroups.IsEmpty ? null : JsonBuilder.List(settings.AdditionalGroups.Select(JsonScalar.OfNumber))))),
            ("args", JsonBuilder.Texts(settings.Command)),
            ("env", JsonBuilder.Texts(Environment(settings).Select(variable => variable.Entry))),
            ("cwd", JsonScalar.Of(settings.WorkingDirectory)),
            ("capabilities", JsonBuilder.Object(
                ("bounding", JsonBuilder.List([])),
                ("effective", JsonBuilder.List([])),
                ("inheritable", JsonBuilder.List([])),
                ("permitted", JsonBuilder.List([])),
                ("ambient", JsonBuilder.List([])))),
            ("rlimits", JsonBuilder.List(settings.Limits.Resources.Select(limit => limit.Entry.Json))),
            ("noNewPrivileges", JsonScalar.True));
    }

    // Each name appears once, at its first position.
    private static List<EnvironmentVariable> Environment(ContainerSettings settings)
    {
        var variables = new List<EnvironmentVariable> { new("PATH", SearchPath) };
        if (settings.HasTerminal)
        {
            variables.Add(new EnvironmentVariable("TERM", "xterm"));
        }
        foreach (var wanted in settings.Environment)
        {
            var at = variables.FindIndex(variable => variable.Name == wanted.Name);
            if (at < 0)
            {
                variables.Add(wanted);
            }
            else
            {
                variables[at] = wanted;
            }
        }
        if (settings.NotifySocket is not null)
        {
            variables.RemoveAll(variable => variable.Name == "NOTIFY_SOCKET");
            variables.Add(new EnvironmentVariable("NOTIFY_SOCKET", NotifySocket));
        }
        return variables;
    }

    private static void CheckUser(ContainerSettings settings)
    {
        var namespaces = settings.Namespaces;
        if (!namespaces.UserIds.IsEmpty && !NamespaceSettings.Maps(namespaces.UserIds, settings.User))
        {
            throw new InterceptorException($"the user {settings.User} is not mapped in the container's user namespace");
        }
        var groups = settings.AdditionalGroups.Insert(0, settings.Group);
        foreach (var group in namespaces.GroupIds.IsEmpty ? [] : groups)
        {
            if (!NamespaceSettings.Maps(namespaces.GroupIds, group))
            {
                throw new InterceptorException($"the group {group} is not mapped in the container's user namespace");
            }
        }
        if (namespaces.IsRootless && !settings.AdditionalGroups.IsEmpty)
        {
            throw new InterceptorException("a rootless container can have no additional groups");
        }
    }
}
