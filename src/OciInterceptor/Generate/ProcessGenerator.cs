using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Generate;

/// <summary>The process of a container that is made here: without capabilities, and unable to get any.</summary>
internal static class ProcessGenerator
{
    internal const string NotifySocket = "/run/notify.sock";

    /// <summary>Where the container's programs are looked for: never the host's PATH, which may name anything.</summary>
    internal const string SearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    internal static JsonObject Of(ContainerSettings wishes)
    {
        CheckUser(wishes);
        return JsonBuilder.Object(
            ("terminal", JsonScalar.Of(wishes.HasTerminal)),
            ("user", JsonBuilder.Object(
                ("uid", JsonScalar.OfNumber(wishes.User)),
                ("gid", JsonScalar.OfNumber(wishes.Group)),
                ("additionalGids", wishes.AdditionalGroups.IsEmpty ? null : JsonBuilder.List(wishes.AdditionalGroups.Select(JsonScalar.OfNumber))))),
            ("args", JsonBuilder.Texts(wishes.Command)),
            ("env", JsonBuilder.Texts(Environment(wishes).Select(variable => variable.Entry))),
            ("cwd", JsonScalar.Of(wishes.WorkingDirectory)),
            ("capabilities", JsonBuilder.Object(
                ("bounding", JsonBuilder.List([])),
                ("effective", JsonBuilder.List([])),
                ("inheritable", JsonBuilder.List([])),
                ("permitted", JsonBuilder.List([])),
                ("ambient", JsonBuilder.List([])))),
            ("rlimits", JsonBuilder.List(wishes.Limits.Resources.Select(limit => limit.Entry.Json))),
            ("noNewPrivileges", JsonScalar.True));
    }

    // Each name once, in the place where it stands first.
    private static List<EnvironmentVariable> Environment(ContainerSettings wishes)
    {
        var variables = new List<EnvironmentVariable> { new("PATH", SearchPath) };
        if (wishes.HasTerminal)
        {
            variables.Add(new EnvironmentVariable("TERM", "xterm"));
        }
        foreach (var wanted in wishes.Environment)
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
        if (wishes.NotifySocket is not null)
        {
            variables.RemoveAll(variable => variable.Name == "NOTIFY_SOCKET");
            variables.Add(new EnvironmentVariable("NOTIFY_SOCKET", NotifySocket));
        }
        return variables;
    }

    private static void CheckUser(ContainerSettings wishes)
    {
        var namespaces = wishes.Namespaces;
        if (!namespaces.UserIds.IsEmpty && !NamespaceSettings.Maps(namespaces.UserIds, wishes.User))
        {
            throw new InterceptorException($"the user {wishes.User} is none of those that the container's user namespace has");
        }
        var groups = wishes.AdditionalGroups.Insert(0, wishes.Group);
        foreach (var group in namespaces.GroupIds.IsEmpty ? [] : groups)
        {
            if (!NamespaceSettings.Maps(namespaces.GroupIds, group))
            {
                throw new InterceptorException($"the group {group} is none of those that the container's user namespace has");
            }
        }
        if (namespaces.IsRootless && !wishes.AdditionalGroups.IsEmpty)
        {
            throw new InterceptorException("a rootless container can have no additional groups");
        }
    }
}
