using System.Reflection;
using Mutate.Weaving;

namespace Mutate.Running;

/// <summary>Sets which mutant is active in the mutated product of this process.</summary>
internal sealed class ActiveMutant
{
    private const int None = -1;

    private readonly FieldInfo _field = MutantSwitch.Type.GetField(MutantSwitch.Active, BindingFlags.Static | BindingFlags.NonPublic)!;

    internal void Set(int id) => _field.SetValue(null, id);

    internal void Clear() => Set(None);
}
