namespace Mutate.Weaving;

/// <summary>The type that the mutated product asks which mutant is active, and that notes which ones it asked for.</summary>
internal static class MutantSwitch
{
    /// <summary>The number of the active mutant; "record" to note which ones are reached.</summary>
    internal const string Variable = "OCI_INTERCEPTOR_MUTANT";

    internal const string Record = "record";

    internal const string TypeName = "OciInterceptor.Mutant";

    /// <param name="count">One more than the greatest number of a mutant.</param>
    internal static string Source(int count) => $$"""
        namespace OciInterceptor;

        internal static class Mutant
        {
            private static readonly string _value = System.Environment.GetEnvironmentVariable("{{Variable}}") ?? "";
            private static int _active = int.TryParse(_value, out var id) ? id : -1;

            // 1: reached; 2: reached while a type's static values were made.
            internal static readonly byte[] Reached = _value == "{{Record}}" ? new byte[{{count}}] : null;

            [System.ThreadStatic]
            private static int _depth;

            internal static bool Is(int id)
            {
                if (Reached is not null)
                {
                    Reached[id] |= _depth > 0 ? (byte)2 : (byte)1;
                }
                return id == _active;
            }

            internal static int Enter() => ++_depth;

            internal static int Leave() => --_depth;
        }
        """;
}
