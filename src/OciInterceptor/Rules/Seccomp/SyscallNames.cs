using OciInterceptor.Json;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>The names of system calls.</summary>
internal static class SyscallNames
{
    // What the built-in filters lack: calls of the processors that have no such filter (libseccomp 2.5.4, syscalls.csv), and those since Linux 6.15.
    private const string Others = """
        cachectl multiplexer riscv_flush_icache rtas s390_guarded_storage s390_pci_mmio_read s390_pci_mmio_write s390_runtime_instr s390_sthyi
        spu_create spu_run subpage_prot swapcontext switch_endian sys_debug_setcontext sysmips timerfd file_getattr file_setattr open_tree_attr
        """;

    /// <summary>Those that are known. The kernel gets new ones, so a name that is missing may be right.</summary>
    internal static HashSet<string> Known()
    {
        var known = new HashSet<string>(Others.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
        foreach (var part in BuiltInFilter.All.SelectMany(static filter => filter.Parts).Distinct())
        {
            known.UnionWith(EntriesOf(CommentedJson.Parse(BuiltInFilter.Content(part), part), "syscalls").SelectMany(Of).Select(static name => name.AsText()));
        }
        return known;
    }

    /// <summary>The items of a list of entries; empty if the list is missing.</summary>
    internal static ImmutableArray<JsonValue> EntriesOf(JsonValue value, string list) => value is JsonObject json && json.Entry(list) is JsonArray entries ? entries.Items : [];

    /// <summary>The names that an entry of a rule or of a profile has, each at its place.</summary>
    internal static IEnumerable<JsonScalar> Of(JsonValue entry) =>
        (entry is JsonObject json ? EntriesOf(json, "names").Prepend(json.Entry("name")) : [entry]).OfType<JsonScalar>().Where(static name => name.Kind == JsonKind.String);
}
