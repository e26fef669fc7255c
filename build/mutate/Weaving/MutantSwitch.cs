using System.Reflection;

namespace Mutate.Weaving;

/// <summary>The type that the mutated product asks which mutant is active, and that notes which ones it asked for.</summary>
internal static class MutantSwitch
{
    /// <summary>Set to note which mutants are reached.</summary>
    internal const string RecordVariable = "OCI_INTERCEPTOR_RECORD_MUTANTS";

    internal const string Active = "_active";

    internal const string TypeName = "OciInterceptor.Mutant";

    /// <summary>The type in this process, which has the mutated product beside it.</summary>
    internal static Type Type => Assembly.Load("oci-interceptor").GetType(TypeName, throwOnError: true)!;

    /// <param name="count">One more than the greatest number of a mutant.</param>
    internal static string Source(int count) => $$"""
        namespace OciInterceptor;

        internal static class Mutant
        {
            private static volatile int {{Active}} = -1;

            // 1: reached; 2: reached while a type's static values were made.
            internal static readonly byte[] Reached = System.Environment.GetEnvironmentVariable("{{RecordVariable}}") is not null ? new byte[{{count}}] : null;

            [System.ThreadStatic]
            private static int _depth;

            internal static bool Is(int id)
            {
                if (Reached is not null)
                {
                    Reached[id] |= _depth > 0 ? (byte)2 : (byte)1;
                }
                return id == {{Active}};
            }

            internal static int Enter() => ++_depth;

            internal static int Leave() => --_depth;
        }
        """;
}
