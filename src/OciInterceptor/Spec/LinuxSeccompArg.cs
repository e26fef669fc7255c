using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>A condition on a system call's argument (config-linux.md, "Seccomp", args).</summary>
internal sealed record LinuxSeccompArg(JsonObject Json) : SpecObject(Json)
{
    /// <summary>Which argument, from 0.</summary>
    internal uint? Index { get => GetNumber<uint>("index"u8); init => SetNumber("index"u8, value); }

    /// <summary>What it is compared with; with SCMP_CMP_MASKED_EQ the mask.</summary>
    internal ulong? Value { get => GetNumber<ulong>("value"u8); init => SetNumber("value"u8, value); }

    /// <summary>With SCMP_CMP_MASKED_EQ the value to compare with.</summary>
    internal ulong? ValueTwo { get => GetNumber<ulong>("valueTwo"u8); init => SetNumber("valueTwo"u8, value); }

    /// <summary>SCMP_CMP_EQ, SCMP_CMP_NE …</summary>
    internal string? Op { get => GetText("op"u8); init => Set("op"u8, value); }
}
